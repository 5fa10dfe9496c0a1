package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// shown is what an answer shows, in one form for all servers.
type shown struct {
	Total   int
	Handles []shownHandle
	More    bool
	cursor  string // of the last handle; every server has its own
}

type shownHandle struct {
	Code, Name, Rights, Reachability string
	Total                            int
	Domains                          []shownDomain
	More                             bool
}

type shownDomain struct {
	Name, Roles, Statuses string
	Expires               int64 // in milliseconds since 1970
}

// differs names the first thing in which two pages differ; nothing when they show the same.
func (s shown) differs(other shown) string {
	if s.Total != other.Total || s.More != other.More || len(s.Handles) != len(other.Handles) {
		return fmt.Sprintf("%d of %d handles, more: %t, against %d of %d, more: %t",
			len(s.Handles), s.Total, s.More, len(other.Handles), other.Total, other.More)
	}
	for i, h := range s.Handles {
		o := other.Handles[i]
		for j := range min(len(h.Domains), len(o.Domains)) {
			if h.Domains[j] != o.Domains[j] {
				return fmt.Sprintf("domain %d of handle %d: %+v against %+v", j, i, h.Domains[j], o.Domains[j])
			}
		}
		if a, b := fmt.Sprintf("%+v", h), fmt.Sprintf("%+v", o); a != b {
			return fmt.Sprintf("handle %d: %s against %s", i, a, b)
		}
	}
	return ""
}

// readDesigned reads an answer in the product's schema.
func readDesigned(answer []byte) (shown, error) {
	type pageInfo struct {
		HasNextPage bool
		EndCursor   string
	}
	var a struct {
		Data struct {
			Handles struct {
				TotalCount int
				Edges      []struct {
					Node struct {
						Code, DisplayName, Rights string
						Reachability              struct{ State string }
						Domains                   struct {
							TotalCount int
							Edges      []struct {
								Roles []string
								Node  struct {
									Name      string
									ExpiresAt time.Time
									Statuses  []string
								}
							}
							PageInfo pageInfo
						}
					}
				}
				PageInfo pageInfo
			}
		}
	}
	if err := json.Unmarshal(answer, &a); err != nil {
		return shown{}, err
	}
	list := a.Data.Handles
	s := shown{Total: list.TotalCount, More: list.PageInfo.HasNextPage, cursor: list.PageInfo.EndCursor}
	for _, e := range list.Edges {
		h := shownHandle{
			Code: e.Node.Code, Name: e.Node.DisplayName, Rights: e.Node.Rights, Reachability: e.Node.Reachability.State,
			Total: e.Node.Domains.TotalCount, More: e.Node.Domains.PageInfo.HasNextPage,
		}
		for _, d := range e.Node.Domains.Edges {
			h.Domains = append(h.Domains, shownDomain{
				Name: d.Node.Name, Roles: strings.Join(d.Roles, " "), Statuses: strings.Join(d.Node.Statuses, " "),
				Expires: d.Node.ExpiresAt.UnixMilli(),
			})
		}
		s.Handles = append(s.Handles, h)
	}
	return s, nil
}

// readTables reads an answer in the schema that PostGraphile makes of the product's tables. Its integers are texts.
func readTables(answer []byte) (shown, error) {
	var a struct {
		Data struct {
			AllAccesses struct {
				TotalCount int
				Nodes      []struct {
					Code, Rights, Reachability string
					HandleByHandleID           struct{ Organization, GivenName, FamilyName string }
					Contacts                   struct {
						TotalCount int
						Nodes      []struct{ Name, Roles, ExpiresAt, Status string }
						PageInfo   struct{ HasNextPage bool }
					} `json:"contactsByResellerIdAndHandleId"`
				}
				PageInfo struct {
					HasNextPage bool
					EndCursor   string
				}
			}
		}
	}
	if err := json.Unmarshal(answer, &a); err != nil {
		return shown{}, err
	}
	list := a.Data.AllAccesses
	s := shown{Total: list.TotalCount, More: list.PageInfo.HasNextPage, cursor: list.PageInfo.EndCursor}
	for _, n := range list.Nodes {
		h := shownHandle{
			Code: n.Code, Name: n.HandleByHandleID.Organization, Rights: n.Rights, Reachability: n.Reachability,
			Total: n.Contacts.TotalCount, More: n.Contacts.PageInfo.HasNextPage,
		}
		if h.Name == "" {
			h.Name = n.HandleByHandleID.GivenName + " " + n.HandleByHandleID.FamilyName
		}
		for _, c := range n.Contacts.Nodes {
			expires, err := strconv.ParseInt(c.ExpiresAt, 10, 64)
			if err != nil {
				return shown{}, err
			}
			h.Domains = append(h.Domains, shownDomain{
				Name: c.Name, Expires: expires, Roles: named(c.Roles, "OWNER", "ADMIN", "TECH", "BILLING"),
				Statuses: named(c.Status, "OK", "INACTIVE", "CLIENT_HOLD", "CLIENT_TRANSFER_PROHIBITED"),
			})
		}
		s.Handles = append(s.Handles, h)
	}
	return s, nil
}

// named gives the names of the bits that are set, or what stands there when it is no such set.
func named(bits string, names ...string) string {
	set, err := strconv.Atoi(bits)
	if err != nil || set < 0 || set >= 1<<len(names) {
		return bits
	}
	var held []string
	for i, name := range names {
		if set&(1<<i) != 0 {
			held = append(held, name)
		}
	}
	return strings.Join(held, " ")
}
