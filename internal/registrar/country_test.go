package registrar

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
)

func TestCountriesAreThe249AssignedOnes(t *testing.T) {
	codes := Countries()
	if len(codes) != 249 {
		t.Errorf("%d codes, want 249", len(codes))
	}
	if !slices.IsSorted(codes) || len(slices.Compact(slices.Clone(codes))) != len(codes) {
		t.Error("the codes are not in order, or one stands twice")
	}
	for _, code := range codes {
		if region, err := language.ParseRegion(code); err != nil || !region.IsCountry() {
			t.Errorf("%s is not a country to x/text either", code)
		}
		if !AssignedCountry(code) {
			t.Errorf("AssignedCountry(%s) = false", code)
		}
	}
}

func TestCountryRefusesUnassignedCodes(t *testing.T) {
	for _, code := range []string{"", " ", "F", "FR ", " F", "fr", "FRA", "UK", "EU", "XK", "AN", "SU", "ZZ", "QM", "AA", "AD AE", "250"} {
		if AssignedCountry(code) {
			t.Errorf("AssignedCountry(%q) = true", code)
		}
	}
}

func TestCheckCountryForgivesCaseAndHelps(t *testing.T) {
	if code, problem := checkCountry(" fr "); code != "FR" || problem != nil {
		t.Errorf("got %q, %v", code, problem)
	}
	if _, problem := checkCountry("uk"); problem == nil || problem.Code != Invalid || !strings.Contains(problem.Message, "GB") {
		t.Errorf("uk: got %v, want a hint at GB", problem)
	}
	if _, problem := checkCountry(""); problem == nil || problem.Code != Required {
		t.Errorf("nothing: got %v, want REQUIRED", problem)
	}
	for mistake, meant := range commonMistakes {
		if AssignedCountry(mistake) || !AssignedCountry(meant) {
			t.Errorf("%s for %s is no mistake", mistake, meant)
		}
	}
}
