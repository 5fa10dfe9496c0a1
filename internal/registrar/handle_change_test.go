package registrar

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// TestACheckedNumberNeedsNoSecondCheck: whatever else changes, the country too, a change is checked as a new record is.
func TestACheckedNumberNeedsNoSecondCheck(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		typed := amelie()
		typed.InternationalAddress = nil
		typed.Address.Country = rapid.SampledFrom(Countries()).Draw(t, "former country")
		number := rapid.StringMatching(`\+(1|33|39|44|49|54|55|7|81)[1-9][0-9]{8,9}`)
		typed.Phone, typed.Fax, typed.Mobile = number.Draw(t, "phone"), number.Draw(t, "fax"), number.Draw(t, "mobile")
		stored, problems := CheckHandle(typed)
		if len(problems) > 0 {
			t.Skip("not stored")
		}
		next := drawHandle(t)
		for _, number := range []struct{ stored, next *string }{
			{&stored.Phone, &next.Phone}, {&stored.Fax, &next.Fax}, {&stored.Mobile, &next.Mobile},
		} {
			if rapid.Bool().Draw(t, "stays") {
				*number.next = *number.stored
			}
		}
		changed, refused := CheckChange(stored, next)
		anew, wrong := CheckHandle(next)
		if !reflect.DeepEqual(changed, anew) || !reflect.DeepEqual(refused, wrong) {
			t.Fatalf("as a change %+v, %v; as a new record %+v, %v", changed, refused, anew, wrong)
		}
	})
}

// TestANumberOfFormerTablesStays: a number that was possible when it was stored does not stop other changes later.
func TestANumberOfFormerTablesStays(t *testing.T) {
	t.Parallel()
	stored := amelie()
	stored.Phone = "+999123"
	next := stored
	next.Address.City = "Bonn"
	if d, problems := CheckChange(stored, next); len(problems) > 0 || d.Phone != stored.Phone {
		t.Errorf("the number that was there: %q, %v", d.Phone, problems)
	}
	next.Fax = "+999123"
	if _, problems := CheckChange(stored, next); len(problems) != 1 || problems[0].Field[0] != "fax" {
		t.Errorf("the same number in another place: %v", problems)
	}
}
