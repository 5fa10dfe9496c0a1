package fiction

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/handledesk/handledesk/internal/registrar"
)

// generic are suffixes of generic TLDs, under ICANN's rules. All of them take labels of any script.
var generic = texts("com|com|com|com|net|org|info|shop|app|dev|online|studio|cafe|blog|store")

// DomainName makes up a name that its owner could have: from the family's, the firm's and the city's names and what
// people write about, in Latin letters or in the own script. With isGeneric its TLD is a generic one. No other of this
// Author is the same. An error means that the tables of this package hold something that the rules refuse.
func (a *Author) DomainName(c *Character, isGeneric bool) (registrar.DomainName, error) {
	own := a.Chance(45)
	suffix := a.suffix(c, own, isGeneric)
	label := a.label(c, own)
	for n := 1; ; n++ {
		text := label + "." + suffix
		if n > 1 {
			text = label + c.joint(own) + strconv.Itoa(n) + "." + suffix
		}
		name, err := registrar.ParseDomainName(text)
		if err != nil {
			return name, fmt.Errorf("the name %s, made up, cannot be registered: %w", text, err)
		}
		if !a.names[name.ASCII] {
			a.names[name.ASCII] = true
			return name, nil
		}
		if a.Chance(50) { // another subject sounds better than a number
			label, n = a.label(c, own), 0
		}
	}
}

func (a *Author) suffix(c *Character, own, isGeneric bool) string {
	switch {
	case isGeneric || a.Chance(35):
		return Pick(a, generic).own
	case own && c.land.idnZone != "" && a.Chance(70):
		return c.land.idnZone
	default:
		return Pick(a, strings.Split(c.land.zones, "|"))
	}
}

// joint is what stands between the words of a label.
func (c *Character) joint(own bool) string {
	if own && c.tongue.tight {
		return ""
	}
	return "-"
}

// label makes up the part before the suffix.
func (a *Author) label(c *Character, own bool) string {
	topic := Pick(a, c.tongue.topics)
	words := Draw(a, []Share[[]spelled]{
		{[]spelled{topic, c.family}, 3},
		{[]spelled{c.family, topic}, 3},
		{[]spelled{topic, c.city}, 3},
		{[]spelled{c.given, c.family}, 2},
		{c.brandOr(c.family, topic), 2},
		{[]spelled{c.family, c.city}, 1},
	})
	joint := c.joint(own)
	parts := make([]string, len(words))
	for i, word := range words {
		spelling := word.own
		if !own {
			spelling = word.ascii()
		}
		parts[i] = slug(spelling, joint)
	}
	return strings.Join(parts, joint)
}

// brandOr is the organization's name where there is one that is short enough for a label.
func (c *Character) brandOr(others ...spelled) []spelled {
	const enough = 28 // bytes in either spelling; 63 are allowed once it is encoded
	if c.brand.own == "" || len(c.brand.own) > enough || len(c.brand.latin) > enough {
		return others
	}
	return []spelled{c.brand}
}

// Name reads a name that a story needs and keeps this Author from making it up again.
func (a *Author) Name(text string) (registrar.DomainName, error) {
	name, err := registrar.ParseDomainName(text)
	if err != nil {
		return name, fmt.Errorf("the name %s cannot be registered: %w", text, err)
	}
	if a.names[name.ASCII] {
		return name, fmt.Errorf("the name %s is there already", text)
	}
	a.names[name.ASCII] = true
	return name, nil
}

// Portfolio makes up the names of somebody who sells under many brands in many places: one label for each brand and
// thing, below each suffix. There are as many as asked for, in an order that looks like none.
func (a *Author) Portfolio(brands, things, suffixes []string, count int) ([]registrar.DomainName, error) {
	var all []string
	for _, brand := range brands {
		for _, thing := range things {
			for _, suffix := range suffixes {
				all = append(all, brand+thing+"."+suffix)
			}
		}
	}
	if len(all) < count {
		return nil, fmt.Errorf("asked for %d names and found %d", count, len(all))
	}
	a.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	names := make([]registrar.DomainName, count)
	for i := range names {
		var err error
		if names[i], err = a.Name(all[i]); err != nil {
			return nil, err
		}
	}
	return names, nil
}
