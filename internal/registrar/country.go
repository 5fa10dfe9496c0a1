package registrar

import (
	"fmt"
	"strings"
)

// assignedCountries holds the 249 officially assigned codes of ISO 3166-1 alpha-2, as ISO's maintenance agency lists
// them (the same set as tz database's iso3166.tab). Reserved and user-assigned codes (UK, EU, XK …) are not among
// them: RFC 5733 wants assigned ones.
const assignedCountries = " " +
	"AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ " +
	"BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
	"CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ " +
	"DE DJ DK DM DO DZ " +
	"EC EE EG EH ER ES ET " +
	"FI FJ FK FM FO FR " +
	"GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY " +
	"HK HM HN HR HT HU " +
	"ID IE IL IM IN IO IQ IR IS IT " +
	"JE JM JO JP " +
	"KE KG KH KI KM KN KP KR KW KY KZ " +
	"LA LB LC LI LK LR LS LT LU LV LY " +
	"MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ " +
	"NA NC NE NF NG NI NL NO NP NR NU NZ " +
	"OM " +
	"PA PE PF PG PH PK PL PM PN PR PS PT PW PY " +
	"QA " +
	"RE RO RS RU RW " +
	"SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ " +
	"TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
	"UA UG UM US UY UZ " +
	"VA VC VE VG VI VN VU " +
	"WF WS " +
	"YE YT " +
	"ZA ZM ZW "

// commonMistakes are codes that people write for a country whose assigned code is another.
var commonMistakes = map[string]string{"UK": "GB", "EL": "GR", "SU": "RU", "YU": "RS", "AN": "CW", "TP": "TL"}

// AssignedCountry tells whether code is an officially assigned ISO 3166-1 alpha-2 code, in capitals.
func AssignedCountry(code string) bool {
	return len(code) == 2 && !strings.Contains(code, " ") && strings.Contains(assignedCountries, " "+code+" ")
}

// Countries lists the assigned codes in alphabetical order.
func Countries() []string { return strings.Fields(assignedCountries) }

// checkCountry returns the code in capitals; lower case and blanks around it are forgiven.
func checkCountry(typed string) (string, *Problem) {
	text, _ := cleanText(typed)
	code := strings.ToUpper(text)
	if AssignedCountry(code) {
		return code, nil
	}
	if code == "" {
		return "", Refuse(Required, "The country is missing. Give its two-letter code (ISO 3166-1), such as FR.")
	}
	if meant, found := commonMistakes[code]; found {
		return code, Refuse(Invalid, fmt.Sprintf("%s is not an assigned country code. Did you mean %s?", code, meant))
	}
	return code, Refuse(Invalid, "This is not an assigned country code. Give the two letters of ISO 3166-1, such as FR.")
}
