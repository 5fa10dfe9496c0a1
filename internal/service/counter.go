package service

import (
	"context"
	"database/sql/driver"

	stored "github.com/handledesk/handledesk/ent/db/counter"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/tenancy"
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
	if own, counted := accountOf(viewer.FromContext(ctx)); counted && own == account && snapshot(ctx) != nil {
		return s.ownSizes(ctx)
	}
	rows, err := s.read(ctx).Counter.Query().Where(stored.Account(account)).All(viewer.System(ctx))
	sizes := make(map[string]int, len(rows))
	for _, row := range rows {
		sizes[row.Counted] += int(row.Value)
	}
	return sizes, err
}

// ownSizes are the sizes of the caller's own lists, within a snapshot.
func (s *Service) ownSizes(ctx context.Context) (map[string]int, error) {
	at, sizes := snapshot(ctx), map[string]int{}
	statement := tenancy.Counters(at.Dialect(), viewer.FromContext(ctx))
	err := at.Rows(ctx, statement, 2, func(row []driver.Value) error {
		sizes[textOf(row[0])] += int(numberOf(row[1]))
		return nil
	})
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
