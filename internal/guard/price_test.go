package guard

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// nodesOf says how many nodes operations read at worst.
var nodesOf = map[string]struct {
	text, variables string
	nodes           int
}{
	"no list":                         {text: `{node(id:1){id}}`},
	"a page":                          {text: `{shops(first:7){edges{node{id}}}}`, nodes: 7},
	"the assumed size":                {text: `{shops{edges{node{id}}}}`, nodes: 20},
	"null is the assumed size":        {text: `{shops(first:null){edges{node{id}}}}`, nodes: 20},
	"the last ones":                   {text: `{shops(last:9){edges{node{id}}}}`, nodes: 9},
	"the larger of first and last":    {text: `{shops(first:3,last:9){edges{node{id}}}}`, nodes: 9},
	"none":                            {text: `{shops(first:0){edges{node{shelves{edges{node{id}}}}}}}`},
	"below none":                      {text: `{shops(first:-5){edges{node{id}}}}`},
	"the preset of the argument":      {text: `{tens{edges{node{id}}}}`, nodes: 10},
	"null beats the preset":           {text: `{tens(first:null){edges{node{id}}}}`, nodes: 20},
	"a variable":                      {text: `query($n:Int){shops(first:$n){edges{node{id}}}}`, variables: `{"n":4}`, nodes: 4},
	"a variable with text in it":      {text: `query($n:Int){shops(first:$n){edges{node{id}}}}`, variables: `{"n":"40"}`, nodes: 40},
	"a variable that is null":         {text: `query($n:Int){shops(first:$n){edges{node{id}}}}`, variables: `{"n":null}`, nodes: 20},
	"a variable that is left out":     {text: `query($n:Int){shops(first:$n){edges{node{id}}}}`, nodes: 20},
	"left out, the argument's preset": {text: `query($n:Int){tens(first:$n){edges{node{id}}}}`, nodes: 10},
	"a variable's preset":             {text: `query($n:Int=6){shops(first:$n){edges{node{id}}}}`, nodes: 6},
	"null beats a variable's preset":  {text: `query($n:Int=6){shops(first:$n){edges{node{id}}}}`, variables: `{"n":null}`, nodes: 20},
	"a page of pages":                 {text: `{shops(first:7){edges{node{shelves(first:3){edges{node{id}}}}}}}`, nodes: 7 + 21},
	"three deep":                      {text: `{shops(first:2){edges{node{shelves(first:3){edges{node{shelves(first:5){edges{node{id}}}}}}}}}}`, nodes: 2 + 6 + 30},
	"one object between":              {text: `{shops(first:2){edges{node{owner{owner{shelves(first:3){edges{cursor}}}}}}}}`, nodes: 2 + 6},
	"only the count":                  {text: `{shops(first:50){totalCount}}`},
	"the page without its edges":      {text: `{shops(first:50){pageInfo{hasNextPage}}}`, nodes: 50},
	"the page with its edges":         {text: `{shops(first:50){edges{cursor} pageInfo{hasNextPage}}}`, nodes: 50},
	"pages without edges in a page":   {text: `{shops(first:5){edges{node{shelves(first:9){pageInfo{hasNextPage}}}}}}`, nodes: 5 + 45},
	"edges that hold no nodes":        {text: `{words(first:5){edges{node{shelves{id}}} pageInfo{hasNextPage}}}`, nodes: 10},
	"edges that hold no nodes, page":  {text: `{words(first:5){pageInfo{hasNextPage}}}`},
	"a plain list of nodes":           {text: `{node(id:1){...on Shop{best{id}}}}`, nodes: 5},
	"a small list multiplies":         {text: `{shops(first:10){edges{node{tags{shelves{id}}}}}}`, nodes: 10 + 10*3*2},
	"a small list is no node":         {text: `{node(id:1){...on Shop{tags{shop{id}} words}}}`},
	"ids":                             {text: `{nodes(ids:[1,2,3]){id}}`, nodes: 3},
	"one id where many are due":       {text: `{nodes(ids:7){id}}`, nodes: 1},
	"no ids":                          {text: `{nodes(ids:[]){id}}`},
	"ids in a variable":               {text: `query($i:[ID!]!){nodes(ids:$i){id}}`, variables: `{"i":["a","b"]}`, nodes: 2},
	"one id in a variable":            {text: `query($i:[ID!]!){nodes(ids:$i){id}}`, variables: `{"i":"250"}`, nodes: 1},
	"preset ids":                      {text: `query($i:[ID!]!=["a","b","c"]){nodes(ids:$i){id}}`, nodes: 3},
	"ids with variables in them":      {text: `query($i:ID!){nodes(ids:[$i,$i]){...on Shop{best{id}}}}`, variables: `{"i":"x"}`, nodes: 2 + 10},
	"under another name, twice":       {text: `{shops(first:7){edges{node{id}} again:edges{node{id}}}}`, nodes: 14},
	"merged fields, once":             {text: `{shops(first:7){edges{node{id}}} shops(first:7){edges{node{name}}}}`, nodes: 7},
	"merged in fragments, once":       {text: `{shops(first:7){...A ...B}}fragment A on ShopConnection{edges{node{id}}}fragment B on ShopConnection{...A edges{cursor}}`, nodes: 7},
	"a fragment in two places":        {text: `{a:shops(first:7){...A} b:shops(first:5){...A}}fragment A on ShopConnection{edges{node{id}}}`, nodes: 12},
	"the larger of exclusive fields":  {text: `{node(id:1){...on Shop{shelves(first:7){edges{cursor}}}...on Shelf{shelves(first:9){edges{cursor}}}}}`, nodes: 9},
	"the larger one first":            {text: `{node(id:1){...on Shelf{shelves(first:9){edges{cursor}}}...on Shop{shelves(first:7){edges{cursor}}}}}`, nodes: 9},
	"the larger of last and first":    {text: `{shops(first:9,last:3){edges{node{id}}}}`, nodes: 9},
	"an interface and its object":     {text: `{node(id:1){...on Named{shelves(first:7){edges{cursor}}}...on Shop{shelves(first:7){edges{cursor}}}}}`, nodes: 7},
	"two interfaces run both":         {text: `{node(id:1){...on Named{shelves(first:7){edges{cursor}}}...on Roomy{shelves(first:7){edges{cursor}}}}}`, nodes: 14},
	"skipped":                         {text: `{shops{edges @skip(if:true){cursor}}}`},
	"not skipped":                     {text: `{shops{edges @skip(if:false){cursor}}}`, nodes: 20},
	"included by a variable":          {text: `query($x:Boolean!){shops{...@include(if:$x){edges{cursor}}}}`, variables: `{"x":true}`, nodes: 20},
	"left out by a variable":          {text: `query($x:Boolean!){shops{...A @include(if:$x)}}fragment A on ShopConnection{edges{cursor}}`, variables: `{"x":false}`},
	"left out by a preset":            {text: `query($x:Boolean=false){shops{edges @include(if:$x){cursor}}}`},
	"a shared fragment's variables": {
		text: `query a($n:Int=3){...A}query b($n:Int=90){...A}fragment A on Query{shops(first:$n){edges{cursor}}}`, nodes: 3,
	},
}

func TestNodesAreMultipliedThroughListsInsideLists(t *testing.T) {
	schema, known := shopSchema(t)
	for name, test := range nodesOf {
		t.Run(name, func(t *testing.T) {
			price, v := priceOf(t, schema, known, Default(), test.text, test.variables)
			if v != nil || price.Nodes != test.nodes {
				t.Errorf("%d nodes (%v), want %d", price.Nodes, v, test.nodes)
			}
		})
	}
}

func TestSizesOverAHundredCountAsGivenAndNeverOverflow(t *testing.T) {
	schema, known := shopSchema(t)
	for text, want := range map[string]int{
		`{shops(first:5000){edges{cursor}}}`:                                                                                    5000,
		`{shops(first:2147483647){edges{node{shelves(first:2147483647){edges{cursor}}}}}}`:                                      most,
		`{shops(first:9223372036854775807){edges{node{best{shelves(first:999999999){edges{cursor}}}}}}}`:                        most,
		`{shops(first:999999999){edges{node{shelves(first:999999999){edges{node{shelves(first:999999999){edges{cursor}}}}}}}}}`: most,
		`{shops(first:9223372036854775807){edges{node{shelves(first:9223372036854775807){edges{cursor}}}}}}`:                    most,
		`{shops(first:-9223372036854775808){edges{node{shelves(first:-2147483648){edges{cursor}}}}}}`:                           0,
		`{a:shops(first:999999999){edges{cursor}} b:shops(first:999999999){edges{cursor}}}`:                                     most,
	} {
		l := Default()
		price, v := priceOf(t, schema, known, l, text, "")
		if price.Nodes != want {
			t.Errorf("%d nodes, want %d: %s", price.Nodes, want, text)
		}
		if (limitOf(v) == LimitNodes) != (want > l.Nodes) {
			t.Errorf("%v: %s", v, text)
		}
	}
}

func TestCountsStopAtABillion(t *testing.T) {
	if times(most, most) != most || plus(most, most) != most || times(most, 0) != 0 || plus(2, 3) != 5 || times(2, 3) != 6 {
		t.Error(times(most, most), plus(most, most))
	}
}

func TestEachPriceLimitPassesExactlyAndRefusesOneMore(t *testing.T) {
	schema, known := shopSchema(t)
	ids := func(n int) string { return "[" + strings.Repeat(`"x",`, n) + "]" }
	jsonIDs := func(n int) string { return `{"v":[` + strings.TrimSuffix(strings.Repeat(`"x",`, n), ",") + `]}` }
	nested := func(n int) string {
		return `{"v":` + strings.Repeat(`{"not":`, n-1) + `{}` + strings.Repeat("}", n-1) + `}`
	}
	for _, test := range []struct {
		limit           string
		allowed         int
		text, variables func(n int) string
	}{
		{limit: LimitNodes, allowed: 10_200, text: func(n int) string { return fmt.Sprintf("{shops(first:%d){edges{cursor}}}", n) }},
		{limit: LimitNodeIDs, allowed: 100, text: func(n int) string { return "{nodes(ids:" + ids(n) + "){id}}" }},
		{limit: LimitNodeIDs, allowed: 100, text: func(int) string { return "query($v:[ID!]!){nodes(ids:$v){id}}" }, variables: jsonIDs},
		{limit: LimitListItems, allowed: 250, text: func(int) string { return "query($v:[String!]){shops(filter:{any:$v}){totalCount}}" }, variables: jsonIDs},
		{limit: LimitValueDepth, allowed: 15, text: func(int) string { return "query($v:Filter){shops(filter:$v){totalCount}}" }, variables: nested},
	} {
		t.Run(test.limit, func(t *testing.T) {
			for n, refused := range map[int]bool{test.allowed: false, test.allowed + 1: true, test.allowed + 37: true} {
				var variables string
				if test.variables != nil {
					variables = test.variables(n)
				}
				_, v := priceOf(t, schema, known, Default(), test.text(n), variables)
				if !refused {
					if v != nil {
						t.Errorf("%d: %v", n, v)
					}
					continue
				}
				if v == nil || v.Limit != test.limit || v.Allowed != test.allowed || v.Found != n || v.At == nil || v.At.Line != 1 {
					t.Errorf("%d: %+v", n, v)
				}
			}
		})
	}
}

// TestFieldsAreMultipliedByAllListsAroundThem: by those that hold no nodes, too.
func TestFieldsAreMultipliedByAllListsAroundThem(t *testing.T) {
	schema, known := shopSchema(t)
	l := Default()
	for text, want := range map[string]int{
		`{node(id:1){id}}`: 2,
		`{shops(first:7){totalCount edges{cursor node{id}}}}`: 3 + 7*3,
		`{shops(first:7){edges{node{tags{text shop{id}}}}}}`:  2 + 7*(2+3*3),
		`{shops(first:7){edges{node{words name}}}}`:           2 + 7*3,
		`{__schema{types{name fields{name}}} node(id:1){id}}`: 3,
		`{shops(first:0){edges{node{tags{text}}}}}`:           2,
		`{shops(first:10000){edges{node{id name words a:id b:id c:id d:id e:id f:id g:id h:id i:id j:id k:id l:id m:id n:id o:id p:id q:id r:id s:id t:id u:id}}}}`: 2 + 10000*25,
	} {
		price, v := priceOf(t, schema, known, l, text, "")
		if price.ResolvedFields != want || (v != nil) != (want > l.ResolvedFields) || v != nil && (v.Limit != LimitResolvedFields || v.Found != want) {
			t.Errorf("%s: %d fields, %v; want %d", text, price.ResolvedFields, v, want)
		}
	}
}

// TestFieldsThatWereNotReadAreGivenBack: the first 500 are in the price of the operation.
func TestFieldsThatWereNotReadAreGivenBack(t *testing.T) {
	schema, known := shopSchema(t)
	price, _ := priceOf(t, schema, known, Default(), `{shops(first:5000){edges{node{id name}}}}`, "")
	// 15,002 fields: 1 for the query, 100 for the nodes, 29.004 for the fields
	if price.Cost != 131 || price.Used(5000) != 131 || price.Used(0) != 1 || price.Used(100) != 3 || price.Used(2500) != 66 || price.Used(9999) != 131 {
		t.Errorf("%+v: %d, %d, %d, %d", price, price.Used(5000), price.Used(0), price.Used(100), price.Used(2500))
	}
}

// TestFieldsApartFromNodesAreNotGivenBack: an empty list beside them does not make them free.
func TestFieldsApartFromNodesAreNotGivenBack(t *testing.T) {
	schema, known := shopSchema(t)
	var many strings.Builder
	for i := range 300 {
		fmt.Fprintf(&many, "f%d:id ", i)
	}
	l := Default()
	l.Aliases = 1000
	price, _ := priceOf(t, schema, known, l, `{node(id:1){...on Shop{tags{shop{`+many.String()+`}}}} shops(first:100){edges{node{id name words}}}}`, "")
	// 907 fields apart, 401 of shops: 1 + 2 + (1,308 - 500) / 500; without the nodes (909 - 500) / 500
	if price.Cost != 5 || price.Used(100) != 5 || price.Used(0) != 2 {
		t.Errorf("%+v: %d, %d", price, price.Used(100), price.Used(0))
	}
}

func TestAListOfAnotherSchemaIsRefusedRatherThanFree(t *testing.T) {
	schema, _ := shopSchema(t)
	_, other := shopSchema(t)
	for _, text := range []string{`{nodes(ids:[1]){id}}`, `{shops(first:0){edges{cursor}}}`} {
		if _, v := priceOf(t, schema, other, Default(), text, ""); limitOf(v) != LimitNodes {
			t.Errorf("%v: %s", v, text)
		}
	}
}

func TestVariablesAreMeasuredInWhateverTypeCoercionLeavesThem(t *testing.T) {
	schema, known := shopSchema(t)
	ids := valid(t, schema, `query($v:[ID!]!){nodes(ids:$v){id}}`).Operations[0]
	first := valid(t, schema, `query($v:Int){shops(first:$v){edges{cursor}}}`).Operations[0]
	l := Default()
	l.NodeIDs = most
	for _, value := range []any{make([]string, 251), make([]any, 251), make([]int64, 251)} {
		if _, v := l.Price(known, ids, map[string]any{"v": value}); limitOf(v) != LimitListItems || v.Found != 251 {
			t.Errorf("%T: %v", value, v)
		}
	}
	for _, value := range []any{7, int8(7), int32(7), int64(7), uint16(7), 7.0, float32(7), "7", json.Number("7")} {
		if price, _ := l.Price(known, first, map[string]any{"v": value}); price.Nodes != 7 {
			t.Errorf("%T: %+v", value, price)
		}
	}
	for _, value := range []any{-7, -7.0, "-7", json.Number("-7"), uint(0)} {
		if price, _ := l.Price(known, first, map[string]any{"v": value}); price.Nodes != 0 {
			t.Errorf("%T: %+v", value, price)
		}
	}
	for _, value := range []any{uint64(1) << 63, 1e300, "99999999999999999999", json.Number("99999999999999999999")} {
		if price, _ := l.Price(known, first, map[string]any{"v": value}); price.Nodes != most {
			t.Errorf("%T: %+v", value, price)
		}
	}
	for _, value := range []any{nil, "many", true, map[string]any{}} { // the resolver refuses all but null
		if price, _ := l.Price(known, first, map[string]any{"v": value}); price.Nodes != 20 {
			t.Errorf("%T: %+v", value, price)
		}
	}
	if price, _ := l.Price(known, ids, map[string]any{"v": "250"}); price.Nodes != 1 {
		t.Errorf("one id: %+v", price)
	}
}
