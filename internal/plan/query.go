package plan

import (
	"github.com/handledesk/handledesk/internal/service"
)

// queryType are the root fields that are understood.
func queryType() *objectType[none] {
	return &objectType[none]{"Query", map[string]compiled[none]{
		"handles": handles, "handle": handleBy, "domains": domains, "domain": domainBy, "node": node, "nodes": nodes, "viewer": viewerField,
	}}
}

func handles(c *compiler, f field) (func(*run, none) error, error) {
	selections, cursors := c.node("HandleConnection", "HandleEdge", f.selections)
	columns, err := c.handleColumns(selections)
	if err != nil {
		return nil, err
	}
	members, err := object(c, connectionType("HandleConnection", "HandleEdge", handleType), f.selections)
	return func(x *run, _ none) error {
		a := x.arguments(f)
		args, filter, order := a.page(), a.handleFilter(), a.handleOrder()
		if err := a.verify(); err != nil {
			return err
		}
		page, err := x.service.ReadHandles(x.ctx, columns, cursors, args, filter, order)
		if err != nil {
			return err
		}
		return writeObject(x, members, reading[*service.Handle]{Reading: page})
	}, err
}

func domains(c *compiler, f field) (func(*run, none) error, error) {
	selections, cursors := c.node("DomainConnection", "DomainEdge", f.selections)
	columns, err := c.domainColumns(selections)
	if err != nil {
		return nil, err
	}
	members, err := object(c, connectionType("DomainConnection", "DomainEdge", domainType), f.selections)
	return func(x *run, _ none) error {
		a := x.arguments(f)
		args, filter, order := a.page(), a.domainFilter(), a.domainOrder()
		if err := a.verify(); err != nil {
			return err
		}
		page, err := x.service.ReadDomains(x.ctx, columns, cursors, args, filter, order)
		if err != nil {
			return err
		}
		return writeObject(x, members, reading[*service.Domain]{Reading: page})
	}, err
}

func handleBy(c *compiler, f field) (func(*run, none) error, error) {
	columns, err := c.handleColumns(f.selections)
	if err != nil {
		return nil, err
	}
	return one(handleType, func(x *run, _ none) (*service.Handle, error) {
		a := x.arguments(f)
		which, given := a.within("by")
		if !given {
			return nil, errOrdinary
		}
		by := service.HandleBy{ID: which.text("id"), Code: which.text("code")}
		if a.strange || which.strange {
			return nil, errOrdinary
		}
		return x.service.ReadHandle(x.ctx, columns, by)
	})(c, f)
}

func domainBy(c *compiler, f field) (func(*run, none) error, error) {
	columns, err := c.domainColumns(f.selections)
	if err != nil {
		return nil, err
	}
	return one(domainType, func(x *run, _ none) (*service.Domain, error) {
		a := x.arguments(f)
		which, given := a.within("by")
		if !given {
			return nil, errOrdinary
		}
		by := service.DomainBy{ID: which.text("id"), Name: which.text("name")}
		if a.strange || which.strange {
			return nil, errOrdinary
		}
		return x.service.ReadDomain(x.ctx, columns, by)
	})(c, f)
}

// nodeWriter writes any of the objects that can be fetched by id and that are understood; of others it leaves the
// operation to the schema behind.
func nodeWriter(c *compiler, f field) (func(*run, service.Node) error, error) {
	handleMembers, err := object(c, handleType(), f.selections)
	if err != nil {
		return nil, err
	}
	domainMembers, err := object(c, domainType(), f.selections)
	if err != nil {
		return nil, err
	}
	resellerMembers, err := object(c, resellerType(), f.selections)
	return func(x *run, n service.Node) error {
		switch n := n.(type) {
		case nil:
			x.null()
			return nil
		case *service.Handle:
			return writeObject(x, handleMembers, n)
		case *service.Domain:
			return writeObject(x, domainMembers, n)
		case *service.Reseller:
			return writeObject(x, resellerMembers, n)
		}
		return errOrdinary
	}, err
}

func node(c *compiler, f field) (func(*run, none) error, error) {
	write, err := nodeWriter(c, f)
	return func(x *run, _ none) error {
		a := x.arguments(f)
		id := a.text("id")
		if id == nil || a.strange {
			return errOrdinary
		}
		found, err := x.service.Nodes(x.ctx, []string{*id})
		if err != nil {
			return err
		}
		return write(x, found[0])
	}, err
}

func nodes(c *compiler, f field) (func(*run, none) error, error) {
	write, err := nodeWriter(c, f)
	return func(x *run, _ none) error {
		a := x.arguments(f)
		ids := list[string](a, "ids")
		if a.strange {
			return errOrdinary
		}
		found, err := x.service.Nodes(x.ctx, ids)
		if err != nil {
			return err
		}
		return writeList(x, found, write)
	}, err
}

// viewerField is whoever asks: a reseller is what is understood, since it is what consoles ask for beside their lists.
func viewerField(c *compiler, f field) (func(*run, none) error, error) {
	members, err := object(c, resellerType(), f.selections)
	return func(x *run, _ none) error {
		found, err := x.service.Viewer(x.ctx)
		if err != nil {
			return err
		}
		if r, is := found.(*service.Reseller); is && r != nil {
			return writeObject(x, members, r)
		}
		return errOrdinary
	}, err
}
