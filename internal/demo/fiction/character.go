package fiction

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/nyaruka/phonenumbers"

	"github.com/handledesk/handledesk/internal/registrar"
)

// Character is somebody made up: the contact record as it may be stored, and what domain names are made from.
type Character struct {
	Data registrar.HandleData

	land   *land
	tongue *tongue
	city   spelled
	given  spelled
	family spelled
	firm   spelled // the organization's name, empty for a PERSON
	brand  spelled // the same without its legal form
}

// Character makes up somebody of a country that Countries lists. The record has passed registrar.CheckHandle, and no
// other of this Author has its e-mail address. An error means that the tables of this package hold something that the
// rules refuse.
func (a *Author) Character(country string, kind registrar.Kind) (*Character, error) {
	l := lands[country]
	if l == nil {
		return nil, fmt.Errorf("nothing is known about the country %q", country)
	}
	c := &Character{land: l, tongue: Pick(a, l.tongues)}
	set := Pick(a, c.tongue.people)
	c.given, c.family = Pick(a, set.given), Pick(a, set.family)
	town := Pick(a, l.cities)
	c.city = c.reads(town.name)
	a.found(c, kind)
	raw := registrar.HandleData{
		Kind: kind, GivenName: c.given.own, FamilyName: c.family.own, Organization: c.firm.own,
		Language: cmp.Or(c.tongue.locally[country], c.tongue.language), Email: a.email(c),
	}
	raw.Address, raw.InternationalAddress = a.address(c, town)
	a.numbers(&raw, c)
	if err := c.check(raw); err != nil {
		return nil, err
	}
	return c, nil
}

// reads is how the character writes what belongs to the country: who speaks a language in Latin letters uses them for
// cities and streets too.
func (c *Character) reads(s spelled) spelled {
	if c.tongue.topics[0].isLatin() {
		return text(s.latin)
	}
	return s
}

// check stores the record in the form in which the product keeps it.
func (c *Character) check(raw registrar.HandleData) error {
	checked, problems := registrar.CheckHandle(raw)
	if len(problems) > 0 {
		return fmt.Errorf("made up a record that may not be stored: %w: %+v", problems, raw)
	}
	c.Data = checked
	return nil
}

// found names an organization.
func (a *Author) found(c *Character, kind registrar.Kind) {
	patterns := map[registrar.Kind][]spelled{
		registrar.Company:     c.tongue.companies,
		registrar.Association: c.tongue.associations,
		registrar.PublicBody:  c.tongue.bodies,
	}[kind]
	if patterns == nil {
		return
	}
	name := Pick(a, patterns).fill(map[string]spelled{"family": c.family, "city": c.city})
	c.firm = name.fill(map[string]spelled{"ltd": c.reads(c.land.ltd)})
	c.brand = name.fill(map[string]spelled{"ltd": {}})
}

// address makes up where somebody lives. Where the own script is not Latin, most have the ASCII form too, elsewhere
// some of those whose address has accents.
func (a *Author) address(c *Character, town city) (own registrar.Address, international *registrar.Address) {
	digit := func(from, below int) spelled { return text(strconv.Itoa(from + a.IntN(below-from))) }
	values := map[string]spelled{"street": Pick(a, c.land.streets), "n": digit(1, 120), "a": digit(1, 9), "b": digit(1, 10)}
	line, state, postal := c.reads(c.land.line.fill(values)), c.reads(town.state), a.pattern(town.postal)
	own = registrar.Address{
		Street: []string{line.own}, City: c.city.own, StateProvince: state.own, PostalCode: postal, Country: c.land.code,
	}
	flat := text(c.land.flat).fill(values)
	if flat.own != "" && a.Chance(25) {
		own.Street = append(own.Street, flat.own)
	}
	latin := registrar.Address{
		Street: []string{line.ascii()}, City: c.city.ascii(), StateProvince: state.ascii(), PostalCode: postal, Country: c.land.code,
	}
	if len(own.Street) > 1 {
		latin.Street = append(latin.Street, flat.ascii())
	}
	percent := 20
	if !c.city.isLatin() || !line.isLatin() {
		percent = 85
	}
	if own.Equal(latin) || !a.Chance(percent) {
		return own, nil
	}
	return own, &latin
}

// numbers adds how to call, and what tax offices and registers know an organization by.
func (a *Author) numbers(d *registrar.HandleData, c *Character) {
	d.Phone = a.phone(c.land.code, phonenumbers.FIXED_LINE)
	if a.Chance(40) {
		d.Mobile = a.phone(c.land.code, phonenumbers.MOBILE)
	}
	if d.Kind == registrar.Person {
		return
	}
	if a.Chance(25) {
		d.Fax = a.phone(c.land.code, phonenumbers.FIXED_LINE)
	}
	if a.Chance(60) {
		d.VATNumber = a.pattern(c.land.vat)
	}
	if d.Kind == registrar.Company && a.Chance(50) {
		d.RegistrationNumber = a.pattern(c.land.register)
	}
}

// mailHosts are names that RFC 2606 keeps for examples.
var mailHosts = []Share[string]{{"example.com", 5}, {"example.net", 3}, {"example.org", 2}}

// email makes up an address that nobody has: at an example name, below it for organizations, or at IANA's test domain
// in the own script.
func (a *Author) email(c *Character) string {
	host := Draw(a, mailHosts)
	brand := slug(c.brand.ascii(), "-")
	switch {
	case c.tongue.testDomain != "" && a.Chance(30):
		host = c.tongue.testDomain
	case brand != "" && a.Chance(60):
		host = brand + "." + host
	}
	local := slug(c.given.ascii(), "") + "." + slug(c.family.ascii(), "")
	address := local + "@" + host
	for n := 2; a.emails[address]; n++ {
		address = local + strconv.Itoa(n) + "@" + host
	}
	a.emails[address] = true
	return address
}
