package service

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
)

// group is a set of objects that were loaded together. A query asks the same of every item of a list, so the first
// item that is asked loads the answer for all of them: the number of statements does not grow with the list.
type group[T any] struct {
	items []T

	mu    sync.Mutex
	loads map[string]*load
}

type load struct {
	once  sync.Once
	value any
	err   error
}

// together loads something for a whole group, once per key, and hands every asker the same result. The key is made
// of a name and of the arguments that the result depends on.
func together[T, V any](ctx context.Context, g *group[T], key string, fetch func(context.Context, []T) (V, error)) (V, error) {
	g.mu.Lock()
	if g.loads == nil {
		g.loads = map[string]*load{}
	}
	l := g.loads[key]
	if l == nil {
		l = &load{}
		g.loads[key] = l
	}
	g.mu.Unlock()
	l.once.Do(func() {
		l.err = errUnfinished // stays when fetch panics: the others must not take nothing for an answer
		l.value, l.err = fetch(ctx, g.items)
	})
	value, _ := l.value.(V)
	return value, translate(l.err)
}

var errUnfinished = errors.New("loading for a group did not finish")

// keyOf writes a load's key: the name and the arguments.
func keyOf(name string, arguments ...any) string {
	text, err := json.Marshal(arguments)
	if err != nil {
		panic(err) // arguments are plain values
	}
	return name + string(text)
}
