package registrar

import (
	"errors"
	"strconv"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// maxE164 is a plus sign and the 15 digits of ITU-T E.164, which is also what RFC 5733's e164Type holds.
const maxE164 = 1 + 15

// checkPhone returns a typed number in E.164, such as +33123456789. A number without a country code is read as one
// dialled in the country, an ISO 3166-1 code. what names the field in messages.
//
// A number passes when libphonenumber calls it possible: its country code exists and its length fits that country's
// plan, area code included. Whether the range is in use (its "valid") is not asked: ranges open faster than tables
// follow, and the reachability of an owner is proved by mail, not by phone. What it calls valid passes always, short
// numbers without an area code included.
func checkPhone(typed, country, what string) (string, *Problem) {
	text, fault := cleanText(typed)
	if fault != "" {
		return text, Refuse(Invalid, "The "+what+" "+fault)
	}
	number, err := phonenumbers.Parse(strings.Map(dropFormat, text), country)
	if err != nil {
		return text, Refuse(Invalid, "The "+what+" cannot be dialled: "+parseFault(err))
	}
	if number.GetExtension() != "" {
		return text, Refuse(NotAllowed, "The "+what+" has an extension, which cannot be kept. Give a number that reaches the person directly.")
	}
	if fault := lengthFault(number); fault != "" {
		return text, Refuse(Invalid, "The "+what+" "+fault)
	}
	e164 := phonenumbers.Format(number, phonenumbers.E164)
	// A number that begins with what its country dials before numbers reads as another one the next time.
	if again, err := phonenumbers.Parse(e164, country); err != nil || phonenumbers.Format(again, phonenumbers.E164) != e164 {
		return text, Refuse(Invalid, "The "+what+" has zeros in front that do not belong to it. Give it as it is dialled from abroad, such as +33 1 23 45 67 89.")
	}
	return e164, nil
}

// dropFormat leaves out the invisible marks that address books put round a copied number.
func dropFormat(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

func parseFault(err error) string {
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode):
		return "its country code is not known. Start with + and the country code, such as +33 1 23 45 67 89."
	case errors.Is(err, phonenumbers.ErrTooShortNSN):
		return "it is too short. Give all its digits, such as +33 1 23 45 67 89."
	case errors.Is(err, phonenumbers.ErrNumTooLong):
		return "it is too long. Give one number only, such as +33 1 23 45 67 89."
	default:
		return "give one such as +33 1 23 45 67 89."
	}
}

// lengthFault says what keeps the number from being dialled from abroad.
func lengthFault(number *phonenumbers.PhoneNumber) string {
	if len(phonenumbers.Format(number, phonenumbers.E164)) > maxE164 {
		return "has more than the 15 digits that E.164 allows. Leave out what is not part of the number."
	}
	if phonenumbers.IsValidNumber(number) {
		return ""
	}
	country := "+" + strconv.Itoa(int(number.GetCountryCode()))
	switch phonenumbers.IsPossibleNumberWithReason(number) {
	case phonenumbers.IS_POSSIBLE:
		return ""
	case phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
		return "lacks its area code. Give it as it is dialled from abroad, such as +33 1 23 45 67 89."
	case phonenumbers.TOO_SHORT:
		return "has too few digits for " + country + ". Give all of them."
	case phonenumbers.TOO_LONG:
		return "has too many digits for " + country + ". Leave out what is not part of the number."
	default:
		return "has a number of digits that " + country + " does not use. Check it."
	}
}

// PhoneEPP returns a number stored in E.164 as EPP writes it: +33.123456789 (RFC 5733, section 2.5). An empty text,
// or one that is no number, gives an empty text.
func PhoneEPP(e164 string) string {
	number, err := phonenumbers.Parse(e164, "ZZ")
	if err != nil {
		return ""
	}
	return "+" + strconv.Itoa(int(number.GetCountryCode())) + "." + phonenumbers.GetNationalSignificantNumber(number)
}
