package mail

import (
	"fmt"
	"time"
)

// calendar writes instants in a language: golang.org/x/text has no dates.
type calendar struct {
	months [12]string
	write  func(day int, month string, year, hour, minute int) string
}

// calendars has every language that comes with the program. The zone is always said, because who reads the mail may
// live anywhere. No-break spaces keep a French time together.
var calendars = map[string]calendar{
	"en": {
		months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		write: func(day int, month string, year, hour, minute int) string {
			return fmt.Sprintf("%d %s %d, %02d:%02d UTC", day, month, year, hour, minute)
		},
	},
	"fr": {
		months: [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		write: func(day int, month string, year, hour, minute int) string {
			ordinal := ""
			if day == 1 {
				ordinal = "er"
			}
			return fmt.Sprintf("%d%s %s %d à %d\u00a0h\u00a0%02d (UTC)", day, ordinal, month, year, hour, minute)
		},
	},
	"es": {
		months: [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		write: func(day int, month string, year, hour, minute int) string {
			return fmt.Sprintf("%d de %s de %d a las %02d:%02d (UTC)", day, month, year, hour, minute)
		},
	},
	"de": {
		months: [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		write: func(day int, month string, year, hour, minute int) string {
			return fmt.Sprintf("%d. %s %d, %02d:%02d Uhr (UTC)", day, month, year, hour, minute)
		},
	},
}

// writeDate writes an instant, rounded down to the minute, as the language does; in a language that the operator
// added, as ISO 8601 has it.
func writeDate(language string, at time.Time) string {
	at = at.UTC()
	c, ok := calendars[language]
	if !ok {
		return at.Format("2006-01-02 15:04 UTC")
	}
	return c.write(at.Day(), c.months[at.Month()-1], at.Year(), at.Hour(), at.Minute())
}
