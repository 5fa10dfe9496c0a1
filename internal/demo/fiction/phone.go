package fiction

import "github.com/nyaruka/phonenumbers"

// staged are numbers that regulators keep for film and theatre and that libphonenumber calls valid: Arcep's 01 99 00,
// Ofcom's 020 7946 0, ACMA's 03 7010 and 0491 570, the 555-01 of North America.
var staged = map[string]map[phonenumbers.PhoneNumberType]string{
	"FR": {phonenumbers.FIXED_LINE: "+3319900####"},
	"GB": {phonenumbers.FIXED_LINE: "+442079460###"},
	"AU": {phonenumbers.FIXED_LINE: "+6137010####", phonenumbers.MOBILE: "+61491570###"},
	"US": {phonenumbers.FIXED_LINE: "+1201555010#", phonenumbers.MOBILE: "+1303555010#"},
	"CA": {phonenumbers.FIXED_LINE: "+1613555010#", phonenumbers.MOBILE: "+1604555010#"},
}

// tries is how often a number is varied before the example itself is taken.
const tries = 20

// phone makes up a number that libphonenumber calls valid in the country: a staged one, otherwise the last digits of
// its own example varied, so that the numbers stay in the neighbourhood of one that is nobody's.
func (a *Author) phone(country string, kind phonenumbers.PhoneNumberType) string {
	example := phonenumbers.Format(phonenumbers.GetExampleNumberForType(country, kind), phonenumbers.E164)
	pattern := staged[country][kind]
	if pattern == "" {
		pattern = example[:len(example)-3] + "###"
	}
	for range tries {
		if number := a.pattern(pattern); valid(number) {
			return number
		}
	}
	return example
}

func valid(e164 string) bool {
	number, err := phonenumbers.Parse(e164, "ZZ")
	return err == nil && phonenumbers.IsValidNumber(number)
}
