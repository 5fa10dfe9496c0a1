package registrar

import (
	"encoding/csv"
	"strings"
	"testing"
)

// excerpt holds records as resellers keep them: scripts, directions, countries without codes, streets that are none.
const excerpt = `kind,given,family,organization,street1,street2,city,state,postal,country,email,phone
PERSON,ليلى,حداد,,28th Street,Police Officers City,Abu Dhabi,Abu Dhabi,277,AE,holder1@example.net,+971 2 234 5678
PERSON,İpek,Şahin,,High Street,,St. John's,,Anu,AG,holder5@example.org,+12684601234
PUBLIC_BODY,Nguyễn Thị,Minh Khai,The Valley 株式会社,The Valley Road,,The Valley,,AI-2640,AI,holder6@example.com,+1 264-461-2345
PERSON,Անի,Պետրոսյան,,Abovyan street 8,,Yerevan,,0010,AM,holder8@example.org,+37410123456
PERSON,Óscar,Núñez Ibáñez,,L.G. Smith Boulevard LSB 70,,Oranjestad,,,AW,holder12@example.org,+297 521 2345
PUBLIC_BODY,Пётр,Шевченко,Centre Ltda.,Georgi Sava Rakovski St.,Centre,Sofia,RJ,1000,BG,holder16@example.net,+359 2 123 456
PUBLIC_BODY,Ævar,Þórsson,Asociación مدينة عيسى` + "\u200e" + `,Al-Doha Avenue,,مدينة عيسى` + "\u200e" + `,المحافظة الوسطى,814,BH,holder18@example.net,+97317001234
PERSON,Ævar,Þórsson,,"1910,",Al Hoora,Manama,Capital Governorate,317,BH,holder20@example.net,+97317001234
PUBLIC_BODY,João,Conceição,Bangui 株式会社,Rue de Navarre,,Bangui,Ombella M\'Poko,,CF,holder25@example.net,+236 21 61 23 45
PERSON,João,Conceição,,Transversal 22,Localidad Los Mártires,Bogota,"Bogota, Capital District",111411,CO,holder30@example.net,+57 601 2345678
ASSOCIATION,Nguyễn Thị,Minh Khai,Potters Ville 株式会社,Drury Lane,Potters Ville,Roseau,Saint George Parish,00109-800,DM,holder40@example.com,+1 767-420-1234
PERSON,ليلى,حداد,,شارع محب,محلة مرحوم,` + "\u200f" + `طنطا,` + "\u200f" + `محافظة الغربي,31111,EG,holder47@example.org,+20 2 34567890
PERSON,伟,王,,211 Test Street,,Hong Kong,,,HK,holder74@example.com,+85221234567
PUBLIC_BODY,נועה,כהן,Stichting Montefiore,Yizhak Sadeh 29,Montefiore,Tel Aviv-Yafo,Tel Aviv District,64739,IL,holder81@example.org,+97221234567
ASSOCIATION,민준,김,서울특별시 Ltda.,동교로 146,,서울특별시,,,KR,holder96@example.net,+82 2-212-3456
ASSOCIATION,Łukasz,Żółkiewski,Asociación Naujinink\u0173 seni\u016bnija,Aduti\u0161kio g. 5,,Vilnius,Vilnius County,02112,LT,holder101@example.com,+37031234567
COMPANY,Nguyễn Thị,Minh Khai,Alofi & Söhne GmbH,Tuila Road,,Alofi,,,NU,holder118@example.com,+683 7012
COMPANY,Ævar,Þórsson,Asociación Jamestown,Castle Terrace,,Jamestown,Saint Helena,,SH,holder148@example.net,+29022158
COMPANY,伟,王,Asociación 新北板橋土城多語言,陽明街 168,新北板橋土城多語言,新北市板橋區,台中台北各種語言名稱,220,TW,holder168@example.net,+886221234567
PERSON,Mary-Anne,O'Neill,,Press Way,,Vatican City,,00120,VA,holder172@example.net,+39 06 6981 2345
ASSOCIATION,Nguyễn Thị,Minh Khai,Sanʿaʾ 株式会社,شارع الحربي,,Sanʿaʾ,,,YE,holder177@example.com,+967 1 234 567
PERSON,Ævar,Þórsson,,خط صيرة,,Aden,‘Adan Governorate,,YE,holder180@example.net,+9671234567
`

func TestRealWorldRecordsPass(t *testing.T) {
	lines, err := csv.NewReader(strings.NewReader(excerpt)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range lines[1:] {
		raw := HandleData{Kind: Kind(line[0]), GivenName: line[1], FamilyName: line[2], Organization: line[3],
			Address: Address{Street: line[4:6], City: line[6], StateProvince: line[7], PostalCode: line[8], Country: line[9]},
			Email:   line[10], Phone: line[11]}
		got, problems := CheckHandle(raw)
		if len(problems) > 0 {
			t.Errorf("line %d: %v", i+2, problems)
		}
		if got.GivenName != line[1] || got.FamilyName != line[2] || got.Address.Street[0] != line[4] || got.Email != line[10] {
			t.Errorf("line %d changed: %+v", i+2, got)
		}
		if strings.ContainsAny(got.Organization+got.Address.City+got.Address.StateProvince, "\u200e\u200f") {
			t.Errorf("line %d keeps a mark at the end: %+v", i+2, got)
		}
		checkStable(t, raw)
	}
}
