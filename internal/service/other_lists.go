package service

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/apikey"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/ent/db/reseller"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// APIKeys lists a reseller's own keys, or all for an operator, newest first.
func (s *Service) APIKeys(ctx context.Context, args page.Args) (*APIKeyConnection, error) {
	w, err := page.Parse(args, page.Order{Name: "CREATED_AT", Desc: true, Kind: page.Number})
	if err != nil {
		return nil, err
	}
	query := func() *db.APIKeyQuery {
		q := s.read(ctx).APIKey.Query()
		if v := viewer.FromContext(ctx); v.IsReseller() {
			q.Where(apikey.ResellerID(v.Reseller)) // the index to walk; the fence serves none
		}
		return q
	}
	rows, err := query().Where(walking[predicate.APIKey](w, apikey.FieldCreatedAt, apikey.FieldID)).All(ctx)
	if err != nil {
		return nil, translate(err)
	}
	key := func(k *APIKey) page.Key { return page.Key{Value: int64(k.CreatedAt), ID: k.ID} }
	edge := func(cursor string, k *APIKey) *APIKeyEdge { return &APIKeyEdge{Edge[*APIKey]{cursor, k}} }
	return &APIKeyConnection{connect(ctx, w, showKeys(rows...), key, edge, func(ctx context.Context) (Total, error) {
		n, err := query().Order(bounded(apikey.FieldID)).Aggregate(db.Count()).Int(ctx)
		return totalOf(n), err
	})}, nil
}

// Resellers lists all accounts by name, for operators; for a reseller the list holds itself.
func (s *Service) Resellers(ctx context.Context, args page.Args) (*ResellerConnection, error) {
	if viewer.FromContext(ctx).Anonymous() {
		return nil, registrar.MayRead(registrar.Caller{}, "")
	}
	w, err := page.Parse(args, page.Order{Name: "NAME", Kind: page.Text})
	if err != nil {
		return nil, err
	}
	query := func() *db.ResellerQuery { return s.read(ctx).Reseller.Query() }
	rows, err := query().Where(walking[predicate.Reseller](w, reseller.FieldName, reseller.FieldID)).All(ctx)
	if err != nil {
		return nil, translate(err)
	}
	key := func(r *db.Reseller) page.Key { return page.Key{Value: r.Name, ID: r.ID} }
	edge := func(cursor string, r *db.Reseller) *ResellerEdge {
		return &ResellerEdge{Edge[*Reseller]{cursor, &Reseller{r}}}
	}
	return &ResellerConnection{connect(ctx, w, rows, key, edge, func(ctx context.Context) (Total, error) {
		n, err := query().Order(bounded(reseller.FieldID)).Aggregate(db.Count()).Int(ctx)
		return totalOf(n), err
	})}, nil
}

// walking is the condition for reading a page along an order's index.
func walking[P ~func(*sql.Selector)](w page.Window, key, id string) P {
	return func(s *sql.Selector) {
		columns := page.Columns{Key: s.C(key), ID: s.C(id)}
		w.Where(s, columns)
		w.OrderBy(s, columns)
		s.Limit(w.Limit())
	}
}

// KeyReseller is whom a key signs in; nil for an operator's key.
func (s *Service) KeyReseller(ctx context.Context, k *APIKey) (*Reseller, error) {
	if k.ResellerID == nil {
		return nil, nil
	}
	found, err := together(ctx, k.group, "resellers", func(ctx context.Context, ks []*APIKey) (map[string]*Reseller, error) {
		ids := map[string]bool{}
		for _, k := range ks {
			if k.ResellerID != nil {
				ids[*k.ResellerID] = true
			}
		}
		return s.resellersByID(ctx, sortedKeys(ids))
	})
	return found[*k.ResellerID], err
}
