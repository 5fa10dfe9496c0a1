package registrar

import (
	"fmt"
	"strconv"
)

// A delegated domain has two name servers at least, so that one may fail (RFC 2182, section 5), and 13 at most, which
// is what registries take and what fits the DNS's classic 512 octets.
const (
	minNameservers = 2
	maxNameservers = 13
)

// CheckNameservers returns host names as lower-case A-labels, in the order given, and what is wrong with them. No name
// at all is right too: the domain is then registered and not delegated.
func CheckNameservers(names []string) ([]string, Problems) {
	v := &review{}
	if n := len(names); n != 0 && n < minNameservers || n > maxNameservers {
		v.refuse(Invalid, fmt.Sprintf("Give %d to %d name servers, or none; these are %d.", minNameservers, maxNameservers, n), "nameservers")
	}
	if len(names) > maxNameservers {
		names = names[:maxNameservers] // the rest is not worth a message each
	}
	checked := make([]string, 0, len(names))
	first := map[string]int{}
	for i, typed := range names {
		path := []string{"nameservers", strconv.Itoa(i)}
		text, fault := cleanText(typed)
		if fault != "" {
			v.refuse(Invalid, "The name server "+fault, path...)
			continue
		}
		host, err := hostName(text)
		if err != nil {
			v.refuse(Invalid, "The name server is not valid: "+err.Error()+".", path...)
			continue
		}
		if earlier, found := first[host]; found {
			v.refuse(Duplicate, fmt.Sprintf("This is name server %d again. Give another one.", earlier+1), path...)
			continue
		}
		first[host] = i
		checked = append(checked, host)
	}
	return checked, v.problems
}
