package demo

import (
	"fmt"
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
)

// part is a hand-made handle: one for each thing to try, found by its name. It is in the list of the account that has
// the place, in the way that origin says; sites are the domains that it owns there, the first role of several.
type part struct {
	name    string // for scenes
	account int
	origin  registrar.Origin
	state   registrar.ReachState
	days    int // since it was created
	data    registrar.HandleData
	sites   []string
}

// The hand-made handles of Lindenhof Domains, the first reseller.
const (
	pending    = "Marguerite Fontaine"        // FULL, PENDING: reset it
	deletable  = "Otto Probst"                // FULL, linked to nothing: delete it
	linked     = "Kühn Orgelbau"              // FULL, linked: identifiers are locked, deletion is refused; release it
	limited    = "María Arizmendi"            // LIMITED, from before the conversion: nearly everything is refused
	released   = "Γιώργος Λαγκαδινός"         // LIMITED, released: its owner has a session
	failed     = "Jarosław Bąkiewicz"         // FULL, FAILED: domains on hold
	attached   = "Ateliers Estournel"         // LIMITED, came with a domain: Harbour & Pine has FULL rights
	elsewhere  = "Freya Lockhart"             // FULL, linked by a domain of Harbour & Pine only, which does not show
	protected  = "Ingrid Dalström"            // FULL, linked to nothing, but with clientDeleteProhibited
	frozen     = "Volkshochschule Kiel-Förde" // FULL, with clientUpdateProhibited
	untouched  = "鈴木 真理"                      // FULL, no proof was ever asked for
	theirOwner = "Imogen Kestrel"             // of Harbour & Pine: owner of the domain that lists Freya Lockhart
)

// parts are in the order in which their codes are given out.
var parts = []part{
	{pending, 0, registrar.Created, registrar.ReachPending, 6,
		person("Marguerite", "Fontaine", at("12 quai du Port", "Nantes", "44000", "FR"), "marguerite@fontaine.example.org", "+33199001234", "fr"),
		[]string{"fontaine-céramique.com", "fontaine-céramique.fr"}},
	{deletable, 0, registrar.Created, registrar.ReachValidated, 400,
		person("Otto", "Probst", at("Gartenstraße 9", "Hamburg", "20095", "DE"), "otto@probst.example.net", "+494066969017", "de"), nil},
	{linked, 0, registrar.Created, registrar.ReachValidated, 1200,
		firm(registrar.Company, "Marlene", "Kühn", "Kühn Orgelbau GmbH", at("Kirchgasse 4", "Köln", "50667", "DE"), "werkstatt@kuehn-orgelbau.example.com", "+492214710231", "de"),
		[]string{"kühn-orgelbau.de", "kuehn-orgelbau.de", "kühn-orgelbau.com", "orgelbau-kühn.eu"}},
	{limited, 0, registrar.PreConversion, registrar.ReachValidated, 2600,
		person("María", "Arizmendi", at("Calle del Olmo, 7", "Logroño", "26001", "ES"), "maria@arizmendi.example.com", "+34810123456", "es"),
		[]string{"viña-arizmendi.es", "vinos-arizmendi.com"}},
	{released, 0, registrar.Released, registrar.ReachValidated, 900,
		person("Γιώργος", "Λαγκαδινός", at("Παραλιακή 21", "Χανιά", "731 00", "GR"), "giorgos@παράδειγμα.δοκιμή", "+302123456789", "el"),
		[]string{"λαγκαδινός-μέλι.gr", "lagkadinos-meli.com", "λαγκαδινός-μέλι.com"}},
	{failed, 0, registrar.Created, registrar.ReachFailed, 38,
		person("Jarosław", "Bąkiewicz", at("ul. Młyńska 5 m. 2", "Łódź", "90-001", "PL"), "jaroslaw@bakiewicz.example.org", "+48123456789", "pl"),
		[]string{"bąkiewicz-rowery.com", "bakiewicz-rowery.com", "bąkiewicz-rowery.pl"}},
	{attached, 1, registrar.Created, registrar.ReachValidated, 1000,
		firm(registrar.Company, "Amélie", "Estournel", "Ateliers Estournel SARL", at("8 rue des Lilas", "Bayonne", "64100", "FR"), "amelie@ateliers-estournel.example.com", "+33199005678", "fr"), nil},
	{elsewhere, 0, registrar.Created, registrar.ReachValidated, 700,
		person("Freya", "Lockhart", at("3 Mill Lane", "Norwich", "NR1 1AA", "GB"), "freya@lockhart.example.net", "+442079460317", "en-GB"), nil},
	{protected, 0, registrar.Created, registrar.ReachValidated, 800,
		person("Ingrid", "Dalström", at("Hamnvägen 16", "Malmö", "211 20", "SE"), "ingrid@dalstrom.example.org", "+468123456", "sv"), nil},
	{frozen, 0, registrar.Created, registrar.ReachValidated, 1500,
		firm(registrar.PublicBody, "Sören", "Obermüller", "Volkshochschule Kiel-Förde", at("Bahnhofstraße 30", "Kiel", "24103", "DE"), "buero@vhs-kiel-foerde.example.org", "+494066969230", "de"),
		[]string{"vhs-kieler-förde.de"}},
	{untouched, 0, registrar.Created, registrar.ReachNone, 1300,
		person("真理", "鈴木", at("本町1丁目4番12号", "松山", "790-0811", "JP"), "mari@例え.テスト", "+81312345671", "ja"),
		[]string{"鈴木茶園.jp"}},
	{theirOwner, 1, registrar.Created, registrar.ReachValidated, 950,
		person("Imogen", "Kestrel", at("27 Harbour View", "Bristol", "BS1 4DJ", "GB"), "imogen@kestrel.example.com", "+442079460318", "en-GB"),
		[]string{"kestrel-pottery.co.uk"}},
}

func at(street, city, postal, country string) registrar.Address {
	return registrar.Address{Street: []string{street}, City: city, PostalCode: postal, Country: country}
}

func person(given, family string, address registrar.Address, email, phone, language string) registrar.HandleData {
	return registrar.HandleData{Kind: registrar.Person, GivenName: given, FamilyName: family, Address: address,
		Email: email, Phone: phone, Language: language}
}

func firm(kind registrar.Kind, given, family, name string, address registrar.Address, email, phone, language string) registrar.HandleData {
	d := person(given, family, address, email, phone, language)
	d.Kind, d.Organization = kind, name
	return d
}

// cast makes the hand-made handles and what is special about each.
func (p *planner) cast() error {
	actors := map[string]*handle{}
	owned := map[string][]*domain{}
	for _, part := range parts {
		data, err := checked(part.data)
		if err != nil {
			return err
		}
		created := p.now.Add(-time.Duration(part.days) * day)
		h := &handle{data: data, createdAt: created, provedFrom: created, state: part.state}
		h.lists = []listing{{p.accounts[part.account], registrar.Limited, part.origin}}
		if part.origin == registrar.Created {
			h.lists[0].rights = registrar.Full
		}
		p.handles = append(p.handles, h)
		actors[part.name] = h
		for _, site := range part.sites {
			name, err := p.Name(site)
			if err != nil {
				return fmt.Errorf("%s: %w", part.name, err)
			}
			owned[part.name] = append(owned[part.name], p.register(name, p.accounts[part.account], h, created))
		}
	}
	return p.scenes(actors, owned)
}
