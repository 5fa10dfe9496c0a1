package importer

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// handleColumns are the columns of a file of handles.
var handleColumns = []column{
	{"ref", false},
	{"kind", true}, {"given_name", true}, {"family_name", true}, {"organization", false}, {"registration_number", false},
	{"street1", true}, {"street2", false}, {"street3", false},
	{"city", true}, {"state_province", false}, {"postal_code", false}, {"country", true},
	{"email", true}, {"phone", true}, {"fax", false}, {"mobile", false}, {"language", false}, {"vat_number", false},
	{"int_street1", false}, {"int_street2", false}, {"int_street3", false},
	{"int_city", false}, {"int_state_province", false}, {"int_postal_code", false}, {"int_country", false},
}

// HandleColumns names the columns of a file of handles, for help texts.
func HandleColumns() string { return names(handleColumns) }

// maxRef is how long a ref may be, in characters: an e-mail address or a code of another program fits.
const maxRef = 255

// handleLine reads one line as a handle. What it returns may be stored only when there are no problems.
func handleLine(r record) (service.ImportHandle, registrar.Problems) {
	raw := registrar.HandleData{
		Kind:      kindOf(r.values["kind"]),
		GivenName: r.values["given_name"], FamilyName: r.values["family_name"],
		Organization: r.values["organization"], RegistrationNumber: r.values["registration_number"],
		Address: r.address(""),
		Email:   r.values["email"], Phone: r.values["phone"], Fax: r.values["fax"], Mobile: r.values["mobile"],
		Language: r.values["language"], VATNumber: r.values["vat_number"],
	}
	if international := r.address("int_"); !emptyAddress(international) {
		if strings.TrimSpace(international.Country) == "" {
			international.Country = raw.Address.Country // both are one address
		}
		raw.InternationalAddress = &international
	}
	ref, problem := refOf(r.values["ref"])
	data, problems := registrar.CheckHandle(raw)
	if problem != nil {
		problems = append(registrar.Problems{problem.Under("ref")}, problems...)
	}
	return service.ImportHandle{Line: r.line, Ref: ref, Data: data}, problems
}

// kindOf takes "public body" for PUBLIC_BODY.
func kindOf(typed string) registrar.Kind {
	return registrar.Kind(strings.NewReplacer(" ", "_", "-", "_").Replace(strings.TrimSpace(typed)))
}

func (r record) address(prefix string) registrar.Address {
	return registrar.Address{
		Street: []string{r.values[prefix+"street1"], r.values[prefix+"street2"], r.values[prefix+"street3"]},
		City:   r.values[prefix+"city"], StateProvince: r.values[prefix+"state_province"],
		PostalCode: r.values[prefix+"postal_code"], Country: r.values[prefix+"country"],
	}
}

func emptyAddress(a registrar.Address) bool {
	return strings.TrimSpace(strings.Join(a.Street, "")+a.City+a.StateProvince+a.PostalCode+a.Country) == ""
}

// refOf reads a ref: the reseller's own name for a handle, taken as it is but for the blanks around it.
func refOf(typed string) (string, *registrar.Problem) {
	ref := strings.TrimSpace(typed)
	switch {
	case !utf8.ValidString(ref):
		return "", registrar.Refuse(registrar.Invalid, "The ref is not valid UTF-8. Save the file in that encoding.")
	case strings.ContainsFunc(ref, unicode.IsControl):
		return "", registrar.Refuse(registrar.Invalid, "The ref holds a control character or line break. Remove it.")
	case utf8.RuneCountInString(ref) > maxRef:
		return "", registrar.Refuse(registrar.TooLong, fmt.Sprintf("The ref has %d characters. Shorten it to %d.", utf8.RuneCountInString(ref), maxRef))
	}
	return ref, nil
}

// handleColumn is the column that holds the field at a path of the API's input.
func handleColumn(path []string) string {
	prefix := ""
	if len(path) > 0 && (path[0] == "address" || path[0] == "internationalAddress") {
		if path[0] == "internationalAddress" {
			prefix = "int_"
		}
		if path = path[1:]; len(path) == 0 {
			path = []string{"street"}
		}
	}
	if len(path) > 0 && path[0] == "street" {
		number := 0
		if len(path) > 1 {
			number, _ = strconv.Atoi(path[1]) // the rules number the lines; anything else means the first
		}
		return prefix + "street" + strconv.Itoa(number+1)
	}
	return prefix + snake(path)
}

// snake writes the first name of a path as columns are named.
func snake(path []string) string {
	if len(path) == 0 {
		return ""
	}
	var b strings.Builder
	for _, r := range path[0] {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
