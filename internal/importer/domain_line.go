package importer

import (
	"strings"
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// domainColumns are the columns of a file of domains.
var domainColumns = []column{
	{"name", true}, {"owner_ref", true}, {"admin_ref", false}, {"tech_ref", false}, {"billing_ref", false},
	{"expires_at", true}, {"registered_at", false}, {"nameservers", false}, {"auto_renew", false}, {"transfer_lock", false},
}

// DomainColumns names the columns of a file of domains, for help texts.
func DomainColumns() string { return names(domainColumns) }

// refColumns hold the handles of a domain by role.
var refColumns = map[registrar.Role]string{
	registrar.Owner: "owner_ref", registrar.Admin: "admin_ref", registrar.Tech: "tech_ref", registrar.Billing: "billing_ref",
}

// domainLine reads one line as a domain. What it returns may be stored only when there are no problems.
func domainLine(r record) (service.ImportDomain, registrar.Problems) {
	v := &review{record: r}
	in := service.ImportDomain{Line: r.line, Contacts: v.refs()}
	name, err := registrar.ParseDomainName(r.values["name"])
	if err != nil {
		v.refuse(registrar.Invalid, "name", "The name is not valid: "+err.Error()+".")
	}
	in.Name = name
	in.ExpiresAt = v.instant("expires_at", true)
	in.RegisteredAt = v.instant("registered_at", false)
	in.AutoRenew, in.TransferLock = v.yes("auto_renew"), v.yes("transfer_lock")
	nameservers, problems := registrar.CheckNameservers(strings.Fields(r.values["nameservers"]))
	in.Nameservers = nameservers
	v.problems = append(v.problems, problems...)
	return in, v.problems
}

// review gathers the problems of one line.
type review struct {
	record
	problems registrar.Problems
}

func (v *review) refuse(code registrar.Code, field, message string) {
	v.problems = append(v.problems, registrar.RefuseField(code, field, message))
}

// refs reads the refs that are given; the owner's must be.
func (v *review) refs() map[registrar.Role]string {
	refs := map[registrar.Role]string{}
	for _, role := range registrar.Roles {
		ref, problem := refOf(v.values[refColumns[role]])
		switch {
		case problem != nil:
			v.problems = append(v.problems, problem.Under(refColumns[role]))
		case ref != "":
			refs[role] = ref
		case role == registrar.Owner:
			v.refuse(registrar.Required, "owner_ref", "The owner is missing. Give the ref of a line of the handles, or a handle's code.")
		}
	}
	return refs
}

// oldest is when the first domain below a TLD was registered; what is earlier is a slip of the pen.
var oldest = registrar.At(time.Date(1985, 1, 1, 0, 0, 0, 0, time.UTC))

// instant reads a date, which begins at 00:00 UTC, or a time (RFC 3339); 0 when there is none.
func (v *review) instant(column string, required bool) registrar.Instant {
	text := strings.TrimSpace(v.values[column])
	if text == "" {
		if required {
			v.refuse(registrar.Required, column, "The time is missing. Give it such as 2027-03-31 or 2027-03-31T12:00:00Z.")
		}
		return 0
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil && registrar.At(at) >= oldest {
			return min(registrar.At(at), registrar.Never)
		}
	}
	v.refuse(registrar.Invalid, column, "This is not a time since 1985. Give it such as 2027-03-31 or 2027-03-31T12:00:00Z.")
	return 0
}

// yes reads a switch, which is on when it is left out, as it is when a domain is registered.
func (v *review) yes(column string) bool {
	switch strings.ToLower(strings.TrimSpace(v.values[column])) {
	case "", "true", "yes", "1":
		return true
	case "false", "no", "0":
		return false
	}
	v.refuse(registrar.Invalid, column, "This must be true or false. Leave it out for true.")
	return false
}

// domainColumn is the column that holds the field at a path of a problem.
func domainColumn(path []string) string {
	if len(path) > 0 {
		if column, found := refColumns[registrar.Role(strings.ToUpper(path[0]))]; found {
			return column
		}
	}
	return snake(path)
}
