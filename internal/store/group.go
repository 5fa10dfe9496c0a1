package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"
	"time"
)

// On the embedded database those who write at the same time share a transaction: each runs within a savepoint of its
// own, one after the other, and the last one commits for all. So the wait for the disk is paid once for all who came
// during the commit before. Nobody is answered before the commit that holds their change, and not even a refusal is told
// before, since it may rest on what another member wrote. Who fails takes back only their own; who writes alone waits
// for nobody. https://www.sqlite.org/lang_savepoint.html
const (
	// groupMembers is how many share a transaction at most.
	groupMembers = 64
	// groupTime is how long a transaction takes in further members: the first one waits that much longer at most.
	groupTime = 10 * time.Millisecond
)

// Savepoints of members are not nested, so they share a name.
const (
	beginMember = "SAVEPOINT member"
	keepMember  = "RELEASE member"
	undoMember  = "ROLLBACK TO member; RELEASE member"
)

// errGroupLost is what members get whose transaction was undone by another one's fault. They run again, alone.
var errGroupLost = errors.New("another write that shared the transaction undid it")

// group is a transaction and those who share it.
type group struct {
	raw     *sql.Tx
	members int
	kept    bool  // what a member did
	place   int64 // the last one given out, 0 before the first, see Place
	begun   time.Time
	ended   chan struct{}
	err     error // how it ended; to be read when ended is closed
}

func (g *group) full() bool { return g.members >= groupMembers || time.Since(g.begun) >= groupTime }

func (g *group) end(err error) {
	g.err = err
	close(g.ended)
}

// writeTogether runs the function as a member of a group; once more, alone, when another member undid it.
func (s *Store) writeTogether(ctx context.Context, run func(tx *Tx) error) error {
	err := s.writeOnce(ctx, false, run)
	if errors.Is(err, errGroupLost) {
		err = s.writeOnce(ctx, true, run)
	}
	return err
}

func (s *Store) writeOnce(ctx context.Context, alone bool, run func(tx *Tx) error) error {
	if err := s.turns.take(ctx); err != nil {
		return err
	}
	g, tx, err := s.runMember(ctx, alone, run)
	if g == nil {
		return err
	}
	<-g.ended
	if g.err != nil {
		return g.err
	}
	if err == nil {
		s.committed(tx)
	}
	return err
}

// runMember runs the function in the caller's turn, and ends the turn. The group is nil when the transaction is not
// there any more, or never was, by what the function itself did; then the error tells why.
func (s *Store) runMember(ctx context.Context, alone bool, run func(tx *Tx) error) (g *group, tx *Tx, err error) {
	defer func() { s.turns.leave(alone) }()
	quiet := context.WithoutCancel(ctx) // who goes away must not take the others' transaction along
	if g, err = s.turns.join(quiet, s.writer, alone); err != nil {
		return nil, nil, err
	}
	how := undoMember
	defer func() { // also when the function panics
		if _, failed := g.raw.ExecContext(quiet, how); failed != nil {
			s.turns.lose()
			g, err = nil, errors.Join(err, failed)
			return
		}
		g.kept = g.kept || how == keepMember
	}()
	tx = s.begun(g.raw)
	tx.group = g
	if err = run(tx); err == nil {
		err = ctx.Err()
	}
	if err == nil {
		how = keepMember
	}
	return g, tx, err
}

// turns passes the one writing connection from writer to writer, in the order in which they came. A semaphore does not do:
// who leaves must know that somebody takes over, since the last one commits.
type turns struct {
	mu      sync.Mutex
	taken   bool
	waiting []chan struct{}
	open    *group // what the next one joins, if any; it belongs to who has the turn
}

// take waits for the caller's turn.
func (t *turns) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t.mu.Lock()
	if !t.taken {
		t.taken = true
		t.mu.Unlock()
		return nil
	}
	mine := make(chan struct{})
	t.waiting = append(t.waiting, mine)
	t.mu.Unlock()
	select {
	case <-mine:
		return nil
	case <-ctx.Done():
	}
	t.mu.Lock()
	at := slices.Index(t.waiting, mine)
	if at >= 0 {
		t.waiting = slices.Delete(t.waiting, at, at+1)
	}
	t.mu.Unlock()
	if at < 0 { // it came in the same moment, and others count on its being passed on
		t.leave(false)
	}
	return ctx.Err()
}

// join begins a savepoint in the open transaction, or in a new one.
func (t *turns) join(ctx context.Context, writer *sql.DB, alone bool) (*group, error) {
	if alone {
		t.commit()
	}
	if t.open == nil {
		raw, err := writer.BeginTx(ctx, nil)
		if err != nil {
			return nil, err
		}
		t.open = &group{raw: raw, begun: time.Now(), ended: make(chan struct{})}
	}
	if _, err := t.open.raw.ExecContext(ctx, beginMember); err != nil {
		t.lose()
		return nil, err
	}
	t.open.members++
	return t.open, nil
}

// leave ends the caller's turn. The transaction stays open for the next one, unless nobody waits or it is full.
func (t *turns) leave(alone bool) {
	if t.open != nil && !alone && !t.open.full() && t.pass(false) {
		return
	}
	t.commit()
	t.pass(true)
}

// pass gives the turn to who waits longest. When nobody waits the caller keeps it, or nobody has it.
func (t *turns) pass(orFree bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.waiting) == 0 {
		t.taken = !orFree
		return false
	}
	close(t.waiting[0])
	t.waiting = t.waiting[1:]
	return true
}

// commit ends the open transaction, if there is one. Those who come meanwhile share the next one. Where every member
// failed there is nothing to write: SQLite would, since it takes what a savepoint undid for changed.
func (t *turns) commit() {
	g := t.open
	if g == nil {
		return
	}
	t.open = nil
	if g.kept {
		g.end(g.raw.Commit())
		return
	}
	_ = g.raw.Rollback() // each member has an error of its own to tell
	g.end(nil)
}

// lose ends the open transaction without a trace of it.
func (t *turns) lose() {
	g := t.open
	t.open = nil
	_ = g.raw.Rollback() // the error that led here is the one to tell
	g.end(errGroupLost)
}
