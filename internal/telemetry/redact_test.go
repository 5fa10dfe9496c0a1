package telemetry

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestStatementsAreDescribed(t *testing.T) {
	for text, want := range map[string][2]string{
		"SELECT `handles`.`id`, `handles`.`code` FROM `handles` WHERE `id` = ?":                 {"SELECT", "handles"},
		"SELECT (SELECT count(*) FROM `contacts` WHERE x), `id` FROM `handles`":                 {"SELECT", "handles"},
		"SELECT (SELECT count(*) FROM a), (SELECT 1)":                                           {"SELECT", ""},
		"SELECT * FROM (SELECT 1 FROM `handles`) AS `t`":                                        {"SELECT", ""},
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM `n2`": {"SELECT", "n2"},
		"INSERT INTO `events` (`id`) VALUES (?)":                                                {"INSERT", "events"},
		"INSERT OR IGNORE INTO timers (id) SELECT id FROM x":                                    {"INSERT", "timers"},
		"\n\tinsert into goqite (queue) values (?)":                                             {"INSERT", "goqite"},
		"UPDATE `handles` SET `code` = (SELECT 1 FROM y) WHERE x":                               {"UPDATE", "handles"},
		"delete from \"goqite\" where id = ?":                                                   {"DELETE", "goqite"},
		"BEGIN":                                                                                 {"BEGIN", ""},
		"SAVEPOINT member":                                                                      {"SAVEPOINT", ""},
		"RELEASE member":                                                                        {"RELEASE", ""},
		"-- SELECT * FROM a\n/* FROM b */ SELECT '(FROM c' FROM d":                              {"SELECT", "d"},
		"PRAGMA user_version":                                                                   {"PRAGMA", ""},
		"EXPLAIN":                                                                               {"OTHER", ""},
		"":                                                                                      {"OTHER", ""},
		"SELECT 'unclosed":                                                                      {"SELECT", ""},
	} {
		if operation, table := describe(text); [2]string{operation, table} != want {
			t.Errorf("%q is %s of %q, want %v", text, operation, table, want)
		}
	}
}

func TestStatementsAreToldWithoutValues(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT `a`.`id` FROM `a` WHERE `x` = 'it''s' AND y >= -47.11 LIMIT 11": "SELECT `a`.`id` FROM `a` WHERE `x` = ?? AND y > = - ?.? LIMIT ?",
		"INSERT INTO t2 (a, b) VALUES (?, x'0f')":                               "INSERT INTO t2 (a, b) VALUES (?, x?)",
		"SELECT 'unclosed": "SELECT ?",
		"SELECT 1 -- note": "SELECT ?",
	} {
		if got := redactStatement(text); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
			t.Errorf("%q is told as %q, want %q", text, got, want)
		}
	}
	if n := len(redactStatement("SELECT " + strings.Repeat("`column`, ", 1000))); n > maxText {
		t.Errorf("%d bytes are told", n)
	}
}

func TestDocumentsAreToldWithoutLiterals(t *testing.T) {
	for text, want := range map[string]string{
		`{a}`: "{a}",
		`query Q($a:[Int!]! = [1, 2]) { a(b: $a) }`:          "query Q($a:[Int!]!=[?]){a(b:$a)}",
		`{ a(b: {c: "x", d: 1.5e3, e: [1, "2", [3]]}) }`:     "{a(b:{c:? d:? e:[?[?]]})}",
		`{ a(b: -1, c: true, d: null, e: ENUM) @x(y: "z") }`: "{a(b:? c:true d:null e:ENUM)@x(y:?)}",
		"{ a # \"secret\"\n ...F ... on T { b } }":           "{a...F...on T{b}}",
		`{ a(b: "secret`:     "{a(b:…",
		`{ a(b: 'secret') }`: "{a(b:…",
		`fragment F on T { a(b: """block "quoted" """) }`: "fragment F on T{a(b:?)}",
		"": "",
	} {
		if got := redactDocument(text); got != want {
			t.Errorf("%q is told as %q, want %q", text, got, want)
		}
	}
}

// TestNoStringIsEverTold puts marked strings and numbers, as the parser reads them, into documents of any shape.
func TestNoStringIsEverTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.SampledFrom([]string{
			`"SECRET"`, `"""SECRET"""`, `"a\"SECRET"`, `"\u0041SECRET"`, `# SECRET` + "\n", `""`, `"""x\"""SECRET"""`, `90210`, `-90210.5`, `1e90210`,
			"query", "{", "}", "(", ")", "[", "]", ":", "$a", "@b", "...", "|", "=", "!", "&", ",", " ", "\n", "name", "TRUE", "\ufeff", "é", "\x00", `\`, "'",
		})).Draw(t, "pieces")
		text := strings.Join(pieces, " ")
		if told := redactDocument(text); strings.Contains(told, "SECRET") || strings.Contains(told, "90210") || len(told) > maxText {
			t.Fatalf("%q is told as %q", text, told)
		}
	})
}

func TestManyTextsAreNotKept(t *testing.T) {
	s := &statements{metrics: newMetrics(nil)}
	for i := range 2 * maxKept {
		s.of(fmt.Sprintf("SELECT a FROM b WHERE c IN (%d)", i))
	}
	kept := 0
	s.kept.Range(func(any, any) bool { kept++; return true })
	if kept != maxKept {
		t.Errorf("%d texts are kept", kept)
	}
	if again := s.of("SELECT a FROM b WHERE c IN (1)"); again != s.of("SELECT a FROM b WHERE c IN (1)") {
		t.Error("a text is described again each time")
	}
}
