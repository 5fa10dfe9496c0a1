package property

import (
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/service"
)

type pageArgs = page.Args

// edge is what all lists' edges have: a cursor and the id of what it points to.
type edge struct{ cursor, id string }

// leaf is a page of any list.
type leaf struct {
	edges []edge
	info  *service.PageInfo
}

func handleEdges(c *service.HandleConnection) leaf {
	return leaf{edgesOf(c.Edges, func(e *service.HandleEdge) edge { return edge{e.Cursor, e.Node.ID} }), c.PageInfo}
}

func domainEdges(c *service.DomainConnection) leaf {
	return leaf{edgesOf(c.Edges, func(e *service.DomainEdge) edge { return edge{e.Cursor, e.Node.ID} }), c.PageInfo}
}

func handleDomainEdges(c *service.HandleDomainConnection) leaf {
	return leaf{edgesOf(c.Edges, func(e *service.HandleDomainEdge) edge { return edge{e.Cursor, e.Node.ID} }), c.PageInfo}
}

func eventEdges(c *service.EventConnection) leaf {
	return leaf{edgesOf(c.Edges, func(e *service.EventEdge) edge { return edge{e.Cursor, e.Node.ID} }), c.PageInfo}
}

func keyEdges(c *service.APIKeyConnection) leaf {
	return leaf{edgesOf(c.Edges, func(e *service.APIKeyEdge) edge { return edge{e.Cursor, e.Node.ID} }), c.PageInfo}
}

func resellerEdges(c *service.ResellerConnection) leaf {
	return leaf{edgesOf(c.Edges, func(e *service.ResellerEdge) edge { return edge{e.Cursor, e.Node.ID} }), c.PageInfo}
}

func edgesOf[E any](edges []E, show func(E) edge) []edge {
	shown := make([]edge, len(edges))
	for i, e := range edges {
		shown[i] = show(e)
	}
	return shown
}

// readAll reads a list to its end and gives the ids.
func readAll[C any](read func(pageArgs) (C, error), show func(C) leaf) (ids []string, err error) {
	args := pageArgs{First: new(page.MaximumSize)}
	for {
		c, err := read(args)
		if err != nil {
			return nil, err
		}
		l := show(c)
		for _, e := range l.edges {
			ids = append(ids, e.id)
		}
		if !l.info.HasNextPage {
			return ids, nil
		}
		args.After = l.info.EndCursor
	}
}
