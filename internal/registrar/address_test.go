package registrar

import (
	"reflect"
	"strings"
	"testing"
)

func TestAddressInputCarriesWhatIsThere(t *testing.T) {
	state, code := "Bavaria", "80331"
	in := AddressInput{Street: []string{"Marienplatz 1"}, City: "München", StateProvince: &state, PostalCode: &code, Country: "DE"}
	want := Address{Street: []string{"Marienplatz 1"}, City: "München", StateProvince: "Bavaria", PostalCode: "80331", Country: "DE"}
	got := in.Address()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got.Street[0] = "changed"; in.Street[0] != "Marienplatz 1" {
		t.Error("the address shares its street with the input")
	}
	if got := (AddressInput{City: "Doha"}).Address(); got.StateProvince != "" || got.PostalCode != "" {
		t.Errorf("parts left out are not empty: %+v", got)
	}
}

func TestAddressDropsEmptyLinesAndKeepsPlacesInProblems(t *testing.T) {
	got, problems := checkAddress(Address{
		Street: []string{" ", " 28th  Street", "", "Police\tOfficers City", strings.Repeat("x", 256)}, City: " Abu Dhabi ", Country: "ae"})
	if got.City != "Abu Dhabi" || got.Country != "AE" || got.Street[0] != "28th Street" {
		t.Errorf("got %+v", got)
	}
	expectProblems(t, problems, "INVALID street.3", "TOO_LONG street.4")
}

func TestAddressRefusals(t *testing.T) {
	long := strings.Repeat("é", 256)
	for _, c := range []struct {
		name  string
		typed Address
		want  []string
	}{
		{"nothing", Address{}, []string{"REQUIRED street", "REQUIRED city", "REQUIRED country"}},
		{"empty lines", Address{Street: []string{"", " "}, City: "Doha", Country: "QA"}, []string{"REQUIRED street"}},
		{"four lines", Address{Street: []string{"1", "2", "3", "4"}, City: "Doha", Country: "QA"}, []string{"TOO_LONG street"}},
		{"long parts", Address{Street: []string{"1"}, City: long, StateProvince: long, PostalCode: "63739,63741,63743", Country: "QA"},
			[]string{"TOO_LONG city", "TOO_LONG stateProvince", "TOO_LONG postalCode"}},
		{"no country", Address{Street: []string{"1"}, City: "Doha", Country: "XX"}, []string{"INVALID country"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problems := checkAddress(c.typed)
			expectProblems(t, problems, c.want...)
		})
	}
}

func TestAddressTakesTheLargestThatEPPHolds(t *testing.T) {
	line := strings.Repeat("é", 255)
	_, problems := checkAddress(Address{Street: []string{line, line, line}, City: line, StateProvince: line,
		PostalCode: strings.Repeat("9", 16), Country: "QA"})
	expectProblems(t, problems)
}

func TestInternationalAddressIsTheSamePlaceInASCII(t *testing.T) {
	good := Address{Street: []string{"Bahnhofstrasse 1"}, City: "Zuerich", Country: "ch"}
	if got, problems := checkInternational(good, "CH"); got.Country != "CH" || len(problems) > 0 {
		t.Errorf("got %+v, %v", got, problems)
	}
	bad := Address{Street: []string{"", "Bahnhofstraße 1"}, City: "Zürich", StateProvince: "Zürich", PostalCode: "８００１", Country: "DE"}
	_, problems := checkInternational(bad, "CH")
	expectProblems(t, problems, "NOT_ALLOWED street.1", "NOT_ALLOWED city", "NOT_ALLOWED stateProvince", "NOT_ALLOWED postalCode", "INVALID country")
}

// expectProblems compares problems, written as code and dotted path, with those wanted, in order.
func expectProblems(t *testing.T, problems Problems, want ...string) {
	t.Helper()
	got := []string{}
	for _, p := range problems {
		got = append(got, string(p.Code)+" "+strings.Join(p.Field, "."))
		if !strings.HasSuffix(p.Message, ".") && !strings.HasSuffix(p.Message, "?") || strings.Contains(p.Message, "..") {
			t.Errorf("the message is no sentence: %q", p.Message)
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got problems %q, want %q", got, want)
	}
}
