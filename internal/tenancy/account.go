package tenancy

import (
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db/apikey"
	"github.com/handledesk/handledesk/ent/db/counter"
	"github.com/handledesk/handledesk/ent/db/reseller"
	"github.com/handledesk/handledesk/internal/viewer"
)

// everybody is the account of the counters of what belongs to all.
const everybody = ""

// The texts of statements that are the same each time.
var (
	keyTexts      = texts(keyStatement)
	counterTexts  = texts(counterStatement)
	nobodysCounts = "never an account"
)

func texts(of func(*sql.Selector)) map[string]string {
	all := map[string]string{}
	for _, name := range []string{dialect.SQLite, dialect.Postgres} {
		s := sql.Dialect(name).Select()
		of(s)
		all[name], _ = s.Query()
	}
	return all
}

// Key is the API key whose secret has the hash, with the bucket of its account: whoever has the secret may see it. Columns:
// id, reseller, name, role, scopes as JSON, expiry, last use, revocation, the key's bucket and how much comes back a second, and
// the same two of its reseller.
func Key(of string, hash []byte) Statement {
	return Statement{text: keyTexts[of], arguments: []any{hash}}
}

// KeyColumns is how many columns Key has.
const KeyColumns = 12

func keyStatement(s *sql.Selector) {
	keys, account := sql.Table(apikey.Table), sql.Table(reseller.Table).As("account")
	s.From(keys).LeftJoin(account).On(keys.C(apikey.FieldResellerID), account.C(reseller.FieldID))
	for _, column := range []string{
		apikey.FieldID, apikey.FieldResellerID, apikey.FieldName, apikey.FieldRole, apikey.FieldScopes, apikey.FieldExpiresAt,
		apikey.FieldLastUsedAt, apikey.FieldRevokedAt, apikey.FieldRateBucket, apikey.FieldRateRestore,
	} {
		s.AppendSelect(keys.C(column))
	}
	s.AppendSelect(account.C(reseller.FieldRateBucket), account.C(reseller.FieldRateRestore))
	s.Where(sql.EQ(keys.C(apikey.FieldSecretHash), "")) // the argument is the caller's
}

// Counters are those of the caller's account, of everybody's for staff, and none for others: what they count and how many.
func Counters(of string, v viewer.Viewer) Statement {
	account := nobodysCounts
	switch {
	case v.IsReseller():
		account = v.Reseller
	case v.IsOperator():
		account = everybody
	}
	return Statement{text: counterTexts[of], arguments: []any{account}}
}

func counterStatement(s *sql.Selector) {
	counters := sql.Table(counter.Table)
	s.Select(counters.C(counter.FieldCounted), counters.C(counter.FieldValue)).From(counters).
		Where(sql.EQ(counters.C(counter.FieldAccount), ""))
}
