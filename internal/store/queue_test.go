package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"
)

// enqueue hands over a message in a transaction of its own, which ends with the given error.
func enqueue(s *Store, body string, end error) error {
	return s.Write(system(), func(tx *Tx) error {
		if err := tx.Enqueue(system(), []byte(body)); err != nil {
			return err
		}
		return end
	})
}

// receive takes the next message; the text is empty when there is none.
func receive(t *testing.T, s *Store) (*Message, string) {
	t.Helper()
	m, err := s.Receive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if m == nil {
		return nil, ""
	}
	return m, string(m.Body)
}

func finish(s *Store, m *Message, end error) error {
	return s.Write(system(), func(tx *Tx) error { return errors.Join(tx.Finish(system(), m), end) })
}

// rewind lets the time pass for which received messages are hidden.
func rewind(t *testing.T, s *Store) {
	t.Helper()
	past := time.Now().UTC().Add(-time.Second).Format(queueTime)
	if _, err := s.writer.ExecContext(t.Context(), "UPDATE goqite SET timeout = ?", past); err != nil {
		t.Fatal(err)
	}
}

var errChangedMind = errors.New("another thought")

func TestAMessageComesWithItsTransaction(t *testing.T) {
	s := open(t, t.TempDir())
	if err := enqueue(s, "refused", errChangedMind); !errors.Is(err, errChangedMind) {
		t.Fatal(err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = s.Write(system(), func(tx *Tx) error {
			if err := tx.Enqueue(system(), []byte("panicked")); err != nil {
				t.Error(err)
			}
			panic("mistake")
		})
	}()
	if _, body := receive(t, s); body != "" {
		t.Errorf("what was rolled back came: %q", body)
	}
	err := s.Write(system(), func(tx *Tx) error {
		if err := tx.Enqueue(system(), []byte("kept")); err != nil {
			return err
		}
		if _, body := receive(t, s); body != "" { // asked by a reader, which sees what is committed
			t.Errorf("it came before the commit: %q", body)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, body := receive(t, s); body != "kept" {
		t.Errorf("it came as %q", body)
	}
}

func TestAReceivedMessageIsHiddenAndComesAgain(t *testing.T) {
	s := open(t, t.TempDir())
	if err := enqueue(s, "work", nil); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	first, body := receive(t, s)
	if body != "work" {
		t.Fatalf("received %q", body)
	}
	var until string
	if err := s.writer.QueryRowContext(t.Context(), "SELECT timeout FROM goqite").Scan(&until); err != nil {
		t.Fatal(err)
	}
	hidden, err := time.Parse(queueTime, until)
	if early, late := began.Add(messageTimeout-time.Second), time.Now().Add(messageTimeout+time.Second); err != nil ||
		hidden.Before(early) || hidden.After(late) {
		t.Errorf("hidden until %s, want two minutes (%v)", until, err)
	}
	if _, body := receive(t, s); body != "" {
		t.Errorf("somebody else received %q meanwhile", body)
	}
	rewind(t, s) // whoever had it has died
	if again, body := receive(t, s); body != "work" || again.id != first.id {
		t.Errorf("it came again as %q", body)
	}
	if err := finish(s, first, errChangedMind); !errors.Is(err, errChangedMind) {
		t.Fatal(err)
	}
	rewind(t, s)
	again, body := receive(t, s)
	if body != "work" {
		t.Fatalf("a transaction that failed finished it: %q", body)
	}
	if err := errors.Join(finish(s, again, nil), finish(s, again, nil)); err != nil {
		t.Errorf("finishing, and finishing twice: %v", err)
	}
	rewind(t, s)
	if _, body := receive(t, s); body != "" {
		t.Errorf("finished, it came as %q", body)
	}
}

// TestTheQueueGivesNothingUp: how often something is tried, and when it is given up, is in rows of our own.
func TestTheQueueGivesNothingUp(t *testing.T) {
	s := open(t, t.TempDir())
	if err := enqueue(s, "stubborn", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.writer.ExecContext(t.Context(), "UPDATE goqite SET received = 1000000"); err != nil {
		t.Fatal(err)
	}
	if _, body := receive(t, s); body != "stubborn" {
		t.Errorf("after a million attempts it comes as %q", body)
	}
}

// TestTwoStoresShareAQueue: messages are received once each, however many ask for them.
func TestTwoStoresShareAQueue(t *testing.T) {
	const messages, askers = 120, 3
	directory := t.TempDir()
	stores := []*Store{open(t, directory), open(t, directory)}
	for i := range messages {
		if err := enqueue(stores[i%2], fmt.Sprint(i), nil); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex
	received := map[string]int{}
	for _, s := range stores { // each gets some, also when one is quicker afterwards
		_, body := receive(t, s)
		received[body]++
	}
	var wait sync.WaitGroup
	for _, s := range stores {
		for range askers {
			wait.Go(func() {
				for {
					m, err := s.Receive(t.Context())
					if err != nil || m == nil {
						if err != nil {
							t.Error(err)
						}
						return
					}
					mu.Lock()
					received[string(m.Body)]++
					mu.Unlock()
				}
			})
		}
	}
	wait.Wait()
	for i := range messages {
		if n := received[fmt.Sprint(i)]; n != 1 {
			t.Errorf("message %d was received %d times", i, n)
		}
	}
}

func TestWokenTellsOfMessages(t *testing.T) {
	directory := t.TempDir()
	s, other := open(t, directory), open(t, directory)
	woken := func(s *Store) bool {
		select {
		case <-s.Woken():
			return true
		default:
			return false
		}
	}
	if woken(s) {
		t.Error("woken before anything happened")
	}
	if err := add(s, "no message"); err != nil || woken(s) {
		t.Errorf("woken by a write without a message (%v)", err)
	}
	if err := enqueue(s, "refused", errChangedMind); !errors.Is(err, errChangedMind) || woken(s) {
		t.Errorf("woken by what was rolled back (%v)", err)
	}
	for i := range 3 { // nobody listens, and nobody is kept waiting
		if err := enqueue(s, fmt.Sprint(i), nil); err != nil {
			t.Fatal(err)
		}
	}
	if !woken(s) || woken(s) {
		t.Error("three messages wake once")
	}
	if woken(other) {
		t.Error("another store was woken; it finds out by asking")
	}
	if _, body := receive(t, other); body == "" {
		t.Error("another store does not find the messages")
	}
}

// TestAnIdleQueueTakesNoTurn: asking for a message when there is none waits for no writer.
func TestAnIdleQueueTakesNoTurn(t *testing.T) {
	s := open(t, t.TempDir())
	err := s.Write(system(), func(*Tx) error {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		m, err := s.Receive(ctx)
		if m != nil || err != nil {
			t.Errorf("received %v, %v while somebody writes", m, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
