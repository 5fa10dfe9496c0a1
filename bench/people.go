package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/handledesk/handledesk/internal/registrar"
)

// place is where made-up people live: names, streets and numbers that go together.
type place struct {
	country, city, postalCode string
	phone                     string // the start of its numbers: country and area code
	digits                    int    // how many digits follow, 8 at most
	street                    string // with a place for the house number
	family, given             []string
	legalForm                 string
}

// places are drawn alike; one country stands there twice, so that it is the most common.
var places = []place{
	{
		"DE", "Berlin", "10117", "+4930", 8, "Lindenstraße %d",
		[]string{"Müller", "Schmidt", "Schäfer", "Weiß", "Köhler"}, []string{"Jürgen", "Anna", "Lukas", "Käthe"}, "GmbH",
	},
	{
		"DE", "München", "80331", "+4989", 8, "Am Tor %d",
		[]string{"Müller", "Huber", "Maier", "Größl", "Bauer"}, []string{"Sepp", "Franziska", "Max", "Eva"}, "GmbH",
	},
	{
		"FR", "Lyon", "69002", "+334", 8, "%d rue de la République",
		[]string{"Lefèvre", "Durand", "Garçon", "Noël", "Petit"}, []string{"Zoé", "Hélène", "Luc", "René"}, "SARL",
	},
	{
		"GB", "London", "SW1A 1AA", "+4420", 8, "%d Mill Lane",
		[]string{"Smith", "O'Neill", "Taylor", "Walker", "Shaw"}, []string{"Oliver", "Grace", "Noah", "Isla"}, "Ltd",
	},
	{
		"US", "Portland", "97205", "+1503", 7, "%d Alder Street",
		[]string{"Johnson", "Nguyen", "Miller", "Garcia", "Smith"}, []string{"Emma", "Liam", "Ava", "Noah"}, "LLC",
	},
	{
		"ES", "Sevilla", "41001", "+3495", 7, "Calle Sierpes %d",
		[]string{"Muñoz", "García", "Peña", "Ortiz", "Ibáñez"}, []string{"Íñigo", "María", "José", "Lucía"}, "SL",
	},
	{
		"IT", "Torino", "10121", "+39011", 7, "Via Garibaldi %d",
		[]string{"Rossi", "Bianchi", "Conti", "D'Angelo", "Greco"}, []string{"Luca", "Giulia", "Niccolò", "Chiara"}, "Srl",
	},
	{
		"PL", "Łódź", "90-001", "+4842", 7, "ul. Piotrkowska %d",
		[]string{"Wójcik", "Kamiński", "Łukasik", "Żak", "Nowak"}, []string{"Zofia", "Paweł", "Łucja", "Jan"}, "sp. z o.o.",
	},
	{
		"SE", "Malmö", "211 20", "+4640", 6, "Storgatan %d",
		[]string{"Åkesson", "Öberg", "Lind", "Sjöström", "Berg"}, []string{"Åsa", "Björn", "Elsa", "Nils"}, "AB",
	},
	{
		"GR", "Θεσσαλονίκη", "546 24", "+302310", 6, "Εγνατία %d",
		[]string{"Παπαδόπουλος", "Νικολάου", "Γεωργίου"}, []string{"Ελένη", "Γιώργος", "Μαρία"}, "ΑΕ",
	},
	{
		"UA", "Київ", "01001", "+38044", 7, "вул. Хрещатик %d",
		[]string{"Шевченко", "Коваль", "Бойко"}, []string{"Олена", "Тарас", "Ірина"}, "ТОВ",
	},
	{
		"JP", "東京都", "100-0001", "+813", 8, "千代田%d丁目",
		[]string{"佐藤", "鈴木", "高橋", "田中"}, []string{"翔太", "美咲", "健一"}, "株式会社",
	},
	{
		"IN", "Mumbai", "400001", "+9122", 8, "%d Hill Road",
		[]string{"Sharma", "Patel", "Iyer", "Khan"}, []string{"Aarav", "Diya", "Kabir"}, "Pvt Ltd",
	},
	{
		"BR", "São Paulo", "01001-000", "+5511", 8, "Rua Augusta %d",
		[]string{"Gonçalves", "Araújo", "Conceição", "Lima"}, []string{"João", "Luíza", "Antônio"}, "Ltda",
	},
}

// rareName is the family name of one handle in 20,000: what a search for a rare word looks for.
const rareName = "Quillfeather"

var trades = []string{
	"Garten", "Werk", "Blue", "Atlas", "Nord", "Café", "Studio", "Holz", "Pixel", "Agrar", "Optik", "Möbel", "Solar", "Velo",
}

// person makes the number-th contact record; no two have the same e-mail address.
func person(random *rand.Rand, number int) (registrar.HandleData, error) {
	p := places[random.IntN(len(places))]
	d := registrar.HandleData{
		Kind: registrar.Person, GivenName: pick(random, p.given), FamilyName: pick(random, p.family),
		Address: registrar.Address{
			Street: []string{fmt.Sprintf(p.street, 1+random.IntN(200))}, City: p.city, PostalCode: p.postalCode, Country: p.country,
		},
		Email: fmt.Sprintf("%s.%d@%s.example.com", pick(random, []string{"info", "office", "mail", "contact"}), number,
			pick(random, []string{"post", "north", "south", "team", "shop"})),
		Phone: p.phone + number8(random)[:p.digits],
	}
	if number%20_000 == 13 {
		d.FamilyName = rareName
	}
	switch dice := random.IntN(100); {
	case dice < 30:
		d.Kind = registrar.Company
	case dice < 42:
		d.Kind = registrar.Association
	case dice < 49 && p.country != "JP": // so that two common filters exist that no handle meets together
		d.Kind = registrar.PublicBody
	}
	if d.Kind != registrar.Person {
		d.Organization = fmt.Sprintf("%s %s %s", pick(random, trades), pick(random, p.family), p.legalForm)
	}
	if random.IntN(3) == 0 {
		d.Mobile = p.phone + number8(random)[:p.digits]
	}
	checked, problems := registrar.CheckHandle(d)
	if err := problems.Err(); err != nil {
		return checked, fmt.Errorf("made-up handle %d: %w", number, err)
	}
	return checked, nil
}

// number8 is eight digits that start like a subscriber's number.
func number8(random *rand.Rand) string { return fmt.Sprintf("%d", 22_000_000+random.IntN(10_000_000)) }

var nameParts = []string{
	"garten", "werk", "blue", "atlas", "nord", "cafe", "studio", "holz", "pixel", "agrar", "optik", "solar",
	"velo", "hotel", "praxis", "bücher", "müsli", "größe",
}

var endings = []string{"com", "com", "com", "com", "de", "de", "fr", "net", "org", "eu", "co.uk", "io"}

// domainName makes the number-th domain name; no two are equal.
func domainName(random *rand.Rand, number int) (registrar.DomainName, error) {
	return registrar.ParseDomainName(fmt.Sprintf("%s-%s-%d.%s",
		pick(random, nameParts), pick(random, nameParts), number, pick(random, endings)))
}

func pick[T any](random *rand.Rand, from []T) T { return from[random.IntN(len(from))] }
