package demo

import (
	"fmt"
	"strings"

	"github.com/handledesk/handledesk/internal/demo/fiction"
	"github.com/handledesk/handledesk/internal/registrar"
)

// openAccounts opens the three resellers, each with its company handle and domains of its own.
func (p *planner) openAccounts() error {
	for _, a := range []struct {
		name  string
		years int // since it became a reseller; 0 for ten months
		own   registrar.HandleData
		hosts []string
		sites []string
		homes string
	}{
		{"Lindenhof Domains", 6, registrar.HandleData{
			Kind: registrar.Company, GivenName: "Theresa", FamilyName: "Röhrig", Organization: "Lindenhof Domains GmbH",
			RegistrationNumber: "HRB 40417", VATNumber: "DE318204417", Language: "de",
			Address: registrar.Address{Street: []string{"Am Lindenhof 3"}, City: "Berlin", PostalCode: "10365", Country: "DE"},
			Email:   "desk@lindenhof.example.com", Phone: "+493023125140", Fax: "+493023125149",
		}, []string{"ns1.lindenhof.example", "ns2.lindenhof.example", "ns3.lindenhof.example"},
			[]string{"lindenhof-domains.de", "lindenhof-domains.com", "lindenhof-domains.eu", "lindenhöfler.de"},
			"DE DE DE DE DE AT AT CH CH FR NL PL CZ DK IT"},
		{"Harbour & Pine", 4, registrar.HandleData{
			Kind: registrar.Company, GivenName: "Callum", FamilyName: "Whitlock", Organization: "Harbour & Pine Ltd",
			RegistrationNumber: "SC401962", Language: "en-GB",
			Address: registrar.Address{Street: []string{"The Old Chandlery", "14 Quay Street"}, City: "Inverness", PostalCode: "IV1 1HX", Country: "GB"},
			Email:   "hello@harbour-pine.example.org", Phone: "+442079460112",
		}, []string{"a.harbour-pine.example", "b.harbour-pine.example"},
			[]string{"harbour-and-pine.co.uk", "harbour-and-pine.com", "harbour-and-pine.scot"},
			"GB GB GB IE US US CA AU NZ ZA KE NG IN"},
		{"Hanami Names", 0, registrar.HandleData{
			Kind: registrar.Company, GivenName: "さくら", FamilyName: "丸山", Organization: "花見ネームズ株式会社",
			RegistrationNumber: "1300-01-204417", Language: "ja",
			Address:              registrar.Address{Street: []string{"桜台2丁目9番5号"}, City: "京都", StateProvince: "京都府", PostalCode: "604-0811", Country: "JP"},
			InternationalAddress: &registrar.Address{Street: []string{"2-9-5 Sakuradai"}, City: "Kyoto", StateProvince: "Kyoto", PostalCode: "604-0811", Country: "JP"},
			Email:                "info@例え.テスト", Phone: "+81312345670",
		}, []string{"ns1.hanami.example", "ns2.hanami.example", "ns3.hanami.example", "ns4.hanami.example"},
			[]string{"花見ネームズ.jp", "hanami-names.com", "花見ネームズ.みんな"},
			"JP JP JP KR KR TW CN HK TH VN SG"},
	} {
		data, err := checked(a.own)
		if err != nil {
			return err
		}
		opened := &account{name: a.name, convertedAt: p.now.AddYears(-a.years), nameservers: a.hosts, homes: homes(a.homes)}
		if a.years == 0 {
			opened.convertedAt = p.ago(300 * day)
		}
		opened.own = &handle{data: data, createdAt: opened.convertedAt, provedFrom: opened.convertedAt,
			state: registrar.ReachValidated, lists: []listing{{opened, registrar.Full, registrar.Own}}}
		p.accounts = append(p.accounts, opened)
		if err := p.ownSites(opened, a.sites); err != nil {
			return err
		}
	}
	return nil
}

// ownSites registers the names that a reseller uses itself.
func (p *planner) ownSites(a *account, sites []string) error {
	for _, site := range sites {
		name, err := p.Name(site)
		if err != nil {
			return err
		}
		d := p.register(name, a, a.own, a.convertedAt)
		for _, role := range registrar.Roles {
			p.give(d, role, a.own)
		}
		d.autoRenew, d.transferLock = true, true
	}
	return nil
}

// homes reads where a reseller's customers are from: half of them from these countries, the others from anywhere.
func homes(list string) []fiction.Share[string] {
	return mostly(strings.Fields(list), fiction.Countries())
}

// mostly gives as much weight to the first texts together as to the others together.
func mostly(first, others []string) []fiction.Share[string] {
	var shares []fiction.Share[string]
	for _, text := range first {
		shares = append(shares, fiction.Share[string]{Of: text, Weight: len(others)})
	}
	for _, text := range others {
		shares = append(shares, fiction.Share[string]{Of: text, Weight: len(first)})
	}
	return shares
}

// checked is a hand-made record as it is stored.
func checked(raw registrar.HandleData) (registrar.HandleData, error) {
	data, problems := registrar.CheckHandle(raw)
	if len(problems) > 0 {
		return data, fmt.Errorf("the demo's own record of %s %s may not be stored: %w", raw.GivenName, raw.FamilyName, problems)
	}
	return data, nil
}
