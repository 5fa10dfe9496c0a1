package plan

import (
	"bytes"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/graph/scalar"
	"github.com/handledesk/handledesk/internal/registrar"
)

func TestTextsAreWrittenAsTheOrdinaryPathWritesThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text") + rapid.StringOfN(rapid.RuneFrom([]rune("\x00\t\r\n\"\\\x1f<>&\u2028é")), 0, 8, -1).Draw(t, "odd")
		var want bytes.Buffer
		graphql.MarshalString(text).MarshalGQL(&want)
		if got := appendText(nil, text); !bytes.Equal(got, want.Bytes()) {
			t.Errorf("%q is %s, want %s", text, got, want.Bytes())
		}
	})
}

func TestInstantsAreWrittenAsTheOrdinaryPathWritesThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := registrar.Instant(rapid.Int64Range(0, int64(registrar.Never)).Draw(t, "at"))
		var want bytes.Buffer
		scalar.MarshalDateTime(at).MarshalGQL(&want)
		x := &run{}
		if x.instant(at); !bytes.Equal(x.out, want.Bytes()) {
			t.Errorf("%d is %s, want %s", at, x.out, want.Bytes())
		}
	})
}
