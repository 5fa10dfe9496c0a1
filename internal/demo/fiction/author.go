package fiction

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// Author makes things up. The same seed gives the same things in the same order. It is not safe for concurrent use.
type Author struct {
	*rand.Rand
	emails map[string]bool
	names  map[string]bool // of domains, A-labels
}

// NewAuthor starts anew from a seed.
func NewAuthor(seed uint64) *Author {
	return &Author{Rand: rand.New(rand.NewPCG(seed, 0)), emails: map[string]bool{}, names: map[string]bool{}}
}

// lands holds all countries by their code.
var lands = func() map[string]*land {
	all := map[string]*land{}
	for _, part := range [][]land{west, north, east} {
		for i := range part {
			all[part[i].code] = &part[i]
		}
	}
	return all
}()

// Countries lists the codes of the countries that an Author knows, in alphabetical order.
func Countries() []string {
	codes := make([]string, 0, len(lands))
	for code := range lands {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// Chance is true so many times in a hundred.
func (a *Author) Chance(percent int) bool { return a.IntN(100) < percent }

// Pick chooses one, all being equally likely.
func Pick[T any](a *Author, from []T) T { return from[a.IntN(len(from))] }

// Share is a choice and how often it is made, compared with the others.
type Share[T any] struct {
	Of     T
	Weight int
}

// Draw chooses one by weight.
func Draw[T any](a *Author, shares []Share[T]) T {
	total := 0
	for _, s := range shares {
		total += s.Weight
	}
	rest := a.IntN(total)
	for _, s := range shares {
		if rest -= s.Weight; rest < 0 {
			return s.Of
		}
	}
	panic("unreachable: the weights add up to the total")
}

// letters are those that a Canadian postal code may have, which are easily told from digits.
const letters = "ABCEGHJKLMNPRSTVXY"

// pattern puts digits in place of # and letters in place of @.
func (a *Author) pattern(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch r {
		case '#':
			b.WriteByte(byte('0' + a.IntN(10)))
		case '@':
			b.WriteByte(letters[a.IntN(len(letters))])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
