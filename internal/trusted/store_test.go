package trusted

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

func TestHashIsThatOfGraphQLOverHTTP(t *testing.T) { // the examples of its appendix A
	for text, want := range map[string]string{
		"query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}": "7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e",
		"query($id:ID!){user(id:$id){name}}":                      "71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b",
	} {
		if got := Hash(text); got != want {
			t.Errorf("Hash(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestTheStoreGivesBackWhatWasAddedByItsOwnHash(t *testing.T) {
	s := NewStore()
	const text = "{ viewer { id } }"
	if _, ok := s.Get(Hash(text)); ok {
		t.Error("an empty store holds something")
	}
	if !s.Add(text) {
		t.Error("not stored")
	}
	for _, hash := range []string{Hash(text), "sha256:" + Hash(text), strings.ToUpper(Hash(text))} {
		if got, ok := s.Get(hash); !ok || got != text {
			t.Errorf("%s stands for %q (%t)", hash, got, ok)
		}
	}
	for _, hash := range []string{"", text, Hash(text)[2:], Hash(text + " "), strings.Repeat("x", 64)} {
		if got, ok := s.Get(hash); ok || got != "" {
			t.Errorf("%q stands for %q", hash, got)
		}
	}
}

func TestTheStoreForgetsWhatWasNotAskedForLongest(t *testing.T) {
	s := NewStore()
	document := func(i int) string { return fmt.Sprintf("{ a%d }", i) }
	for i := range 1000 {
		s.Add(document(i))
	}
	s.Get(Hash(document(0)))
	s.Add(document(1000))
	for i, want := range map[int]bool{0: true, 1: false, 2: true, 1000: true} {
		if _, ok := s.Get(Hash(document(i))); ok != want {
			t.Errorf("document %d is held: %t, want %t", i, ok, want)
		}
	}
	if s.texts.Len() != 1000 {
		t.Errorf("%d texts are held", s.texts.Len())
	}
}

func TestTheStoreHoldsNoTextOfMoreThan16KiB(t *testing.T) {
	s := NewStore()
	longest := "{ a }" + strings.Repeat(" ", 16<<10-5)
	if !s.Add(longest) {
		t.Error("16 KiB are not stored")
	}
	if s.Add(longest + " ") {
		t.Error("a byte more is said to be stored")
	}
	if _, ok := s.Get(Hash(longest + " ")); ok {
		t.Error("a byte more is stored")
	}
}

func TestTheStoreServesManyAtOnce(t *testing.T) {
	s := NewStore()
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for i := range 300 {
				text := fmt.Sprintf("{ a%d }", g*200+i)
				s.Add(text)
				if got, ok := s.Get(Hash(text)); ok && got != text {
					t.Errorf("%q stands for %q", text, got)
				}
			}
		})
	}
	all.Wait()
}
