package service

import (
	"context"

	stored "github.com/handledesk/handledesk/ent/db/counter"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// The names under which the database's triggers count. A reseller's handles are counted by rights and reachability.
const (
	everybody      = "" // the account of what belongs to all
	countedHandles = "handles"
	countedDomains = "domains"
)

// sizes reads an account's counters, by what they count: as the program, which is who keeps them. Slots add up.
func (s *Service) sizes(ctx context.Context, account string) (map[string]int, error) {
	rows, err := s.read(ctx).Counter.Query().Where(stored.Account(account)).All(viewer.System(ctx))
	sizes := make(map[string]int, len(rows))
	for _, row := range rows {
		sizes[row.Counted] += int(row.Value)
	}
	return sizes, err
}

// exactly is the total of a list that leaves nothing out, from counters that grow and shrink with it.
func (s *Service) exactly(account, what string) func(context.Context) (Total, error) {
	return func(ctx context.Context) (Total, error) {
		sizes, err := s.sizes(ctx, account)
		n := sizes[what]
		if account != everybody && what == countedHandles {
			n = 0
			for _, rights := range registrar.Rights("").Values() {
				for _, state := range registrar.ReachState("").Values() {
					n += sizes[rights+"/"+state]
				}
			}
		}
		return Total{n, true}, err
	}
}

// accountOf is whose counters a caller's whole lists have. An owner's lists are short, and are counted.
func accountOf(v viewer.Viewer) (account string, counted bool) {
	switch {
	case v.IsReseller():
		return v.Reseller, true
	case v.IsOperator():
		return everybody, true
	}
	return "", false
}
