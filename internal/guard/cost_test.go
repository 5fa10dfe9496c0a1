package guard

import (
	"math"
	"testing"
)

func TestTheCostIsRoundedUpOnce(t *testing.T) {
	schema, known := shopSchema(t)
	for text, want := range map[string]int{
		`{__typename}`:                     1,
		`{shops{totalCount}}`:              1,
		`{shops(first:1){edges{cursor}}}`:  2, // 1.02
		`{shops(first:50){edges{cursor}}}`: 2,
		`{shops(first:51){edges{cursor}}}`: 3, // 2.02
		`{shops(first:100){edges{node{shelves(first:100){edges{cursor}}}}}}`: 1 + 202 + 20, // nodes, fields
		`{report{text}}`:                              4, // 3.25
		`{a:report{text} b:report{text}}`:             6, // 5.5
		`{report{text} report{shop{id}}}`:             4,
		`{shops(first:10){edges{node{audit{text}}}}}`: 7, // 1 + 0.2 + 5
		`{shops(first:0){edges{node{audit{text}}}}}`:  1,
		`mutation{open{id}}`:                          10,
		`mutation{a:open{id} b:open{id}}`:             20,
		`mutation{open{id} open{name}}`:               10,
		`mutation{close{id}}`:                         25,
		`mutation{open{id} close{id}}`:                35,
		`mutation{open{best{id}}}`:                    11, // 10.1
		`mutation{__typename}`:                        1,
		`mutation{open @skip(if:true){id}}`:           1,
	} {
		price, v := priceOf(t, schema, known, Default(), text, "")
		if v != nil || price.Cost != want {
			t.Errorf("cost %d (%v), want %d: %s", price.Cost, v, want, text)
		}
	}
}

func TestMutationsThatWillRunAreCounted(t *testing.T) {
	schema, known := shopSchema(t)
	for text, want := range map[string]int{
		`{shops{totalCount}}`:                                     1,
		`mutation{open{id}}`:                                      1,
		`mutation{a:open{id} b:close{id} __typename}`:             2,
		`mutation{open{id} open{name} x:open @skip(if:true){id}}`: 1,
	} {
		if price, _ := priceOf(t, schema, known, Default(), text, ""); price.Mutations != want && text[0] == 'm' {
			t.Errorf("%d mutations, want %d: %s", price.Mutations, want, text)
		}
	}
}

func TestWhatWasReadIsPaidAndNeverMoreThanAsked(t *testing.T) {
	schema, known := shopSchema(t)
	price, _ := priceOf(t, schema, known, Default(), `{report{text} shops(first:100){edges{cursor}}}`, "")
	for read, want := range map[int]int{math.MinInt: 4, -1000: 4, 0: 4, 1: 4, 37: 4, 38: 5, 100: 6, 1 << 40: 6, math.MaxInt: 6} { // 3.25 + read/50
		if got := price.Used(read); got != want {
			t.Errorf("%d nodes read cost %d, want %d", read, got, want)
		}
	}
	if got := (Price{}).Used(0); got != 0 {
		t.Errorf("nothing asked costs %d", got)
	}
}
