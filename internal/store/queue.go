package store

import (
	"context"
	"database/sql"
	"time"

	"entgo.io/ent/dialect"
	"maragu.dev/goqite"
)

// The queue only delivers: what is to be done is in rows of our own, and a message names one. So a message may come
// twice, and one that was handled before is nothing.
const (
	queueName = "work"
	// Webhooks have a queue of their own: whoever waits for a receiver that does not answer must not keep mails waiting.
	webhookQueue = "webhooks"
	// messageTimeout is how long a message stays hidden from others while somebody handles it, far longer than a mail
	// takes. Whoever dies leaves it to the next one after that time.
	messageTimeout = 2 * time.Minute
	// Attempts are counted and ended in our own rows; the queue itself never gives a message up.
	maxReceive = 1 << 30
)

func newQueue(writer *sql.DB, of, name string) *goqite.Queue {
	flavor := goqite.SQLFlavorSQLite
	if of == dialect.Postgres {
		flavor = goqite.SQLFlavorPostgreSQL
	}
	return goqite.New(goqite.NewOpts{
		DB: writer, Name: name, MaxReceive: maxReceive, Timeout: messageTimeout, SQLFlavor: flavor,
	})
}

// Message is something to do that was handed over through the queue.
type Message struct {
	id    goqite.ID
	queue *goqite.Queue
	Body  []byte
}

// Enqueue hands over something to do, if and when the transaction commits.
func (tx *Tx) Enqueue(ctx context.Context, body []byte) error {
	tx.queued = true
	return tx.store.queue.SendTx(ctx, tx.raw, goqite.Message{Body: body})
}

// EnqueueWebhook hands over a webhook to deliver, likewise.
func (tx *Tx) EnqueueWebhook(ctx context.Context, body []byte) error {
	tx.queued = true
	return tx.store.hooks.SendTx(ctx, tx.raw, goqite.Message{Body: body})
}

// Finish takes a message off the queue with the transaction that does what it asked for.
func (tx *Tx) Finish(ctx context.Context, m *Message) error {
	return m.queue.DeleteTx(ctx, tx.raw, m.id)
}

// Receive takes the next message; nil when there is none. It is hidden from others for two minutes and comes again
// after them, unless it is finished.
func (s *Store) Receive(ctx context.Context) (*Message, error) {
	return s.receive(ctx, s.queue, queueName)
}

// ReceiveWebhook takes the next webhook to deliver, likewise.
func (s *Store) ReceiveWebhook(ctx context.Context) (*Message, error) {
	return s.receive(ctx, s.hooks, webhookQueue)
}

func (s *Store) receive(ctx context.Context, queue *goqite.Queue, name string) (*Message, error) {
	// Whether there is anything is asked of a reader first: an idle queue must not take a writer's turn.
	var waiting bool
	err := s.reader.QueryRowContext(ctx, s.words().waiting, name, s.timeInQueue(time.Now())).Scan(&waiting)
	if err != nil || !waiting {
		return nil, err
	}
	var m *goqite.Message
	if s.postgres() {
		m, err = s.receiveAlone(ctx, queue)
	} else {
		m, err = queue.Receive(ctx)
	}
	if err != nil || m == nil {
		return nil, err
	}
	return &Message{id: m.ID, queue: queue, Body: m.Body}, nil
}

// receiveAlone takes a message in a serializable transaction. The library's own statement gives two servers the same
// message when they ask at the same time: who comes second waits for the first and then takes it once more.
func (s *Store) receiveAlone(ctx context.Context, queue *goqite.Queue) (*goqite.Message, error) {
	tx, err := s.writer.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return nil, err
	}
	m, err := queue.ReceiveTx(ctx, tx)
	if err == nil {
		err = tx.Commit()
	} else {
		_ = tx.Rollback() // the first error is the one to tell
	}
	if triesFor(err) > 1 {
		return nil, nil // somebody else has it; the next poll finds what is left
	}
	return m, err
}

// queueTime is how goqite writes times into the embedded database.
const queueTime = "2006-01-02T15:04:05.000Z07:00"

// timeInQueue is a time as goqite writes it.
func (s *Store) timeInQueue(t time.Time) any {
	if s.postgres() {
		return t.UTC()
	}
	return t.UTC().Format(queueTime)
}

// Woken tells that something was enqueued here since it last told; what other instances enqueue is found by polling.
func (s *Store) Woken() <-chan struct{} { return s.woken }

func (s *Store) wake() {
	select {
	case s.woken <- struct{}{}:
	default: // it is told already
	}
}
