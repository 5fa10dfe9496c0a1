package fiction

var (
	nordic = &tongue{
		language: "sv", locally: map[string]string{"NO": "nb", "DK": "da", "IS": "is"},
		people: []nameSet{names(
			"Agnes|Björn|Ebba|Fredrik|Gunnar|Hedvig|Ingrid|Jørgen|Kåre|Linnéa|Mårten|Märta|Nils|Ólafur|Sigrún|Tove|Åsa",
			"Ahlqvist|Bergström|Dahl|Ekelund|Fjellstad|Grønvold|Håkansson|Isaksen|Kjærgaard|Lindqvist|Mårtensson|Nygård|Østergaard|Rask|Söderholm|Ødegård")},
		companies:    texts("{family} Båtvarv {ltd}|{family} Snickeri {ltd}|{family} Bokhandel {ltd}|{city} Cykel {ltd}|{family} & Co. {ltd}"),
		associations: texts("{city} Skidklubb|{city} Roklubb"),
		bodies:       texts("{city} Kommune|{city} Bibliotek"),
		topics:       texts("skärgård|båt|snickeri|bageri|sjö|fjäll|blåbær|hygge"),
	}
	finnish = &tongue{
		language: "fi",
		people: []nameSet{names(
			"Aino|Eero|Hilkka|Jari|Kaisa|Lauri|Marjatta|Onni|Päivi|Reijo|Sirkka|Tapio|Väinö",
			"Aaltonen|Heikkinen|Järvinen|Koskela|Lehtonen|Mäkelä|Nieminen|Peltola|Räsänen|Saarinen|Väisänen")},
		companies:    texts("{family} Veneet {ltd}|Leipomo {family} {ltd}|{family} Rakennus {ltd}|Kirjakauppa {family} {ltd}"),
		associations: texts("{city} Hiihtoseura|{city} Soutajat"),
		bodies:       texts("{city} kaupunki|{city} kirjasto"),
		topics:       texts("sauna|järvi|leipä|vene|mökki|kirja|metsä|pyörä"),
	}
	polish = &tongue{
		language: "pl",
		people: []nameSet{names(
			"Agnieszka|Błażej|Dorota|Grażyna|Jarosław|Józef|Łukasz|Małgorzata|Mariusz|Paweł|Stanisław|Świętosława|Żaneta",
			"Adamczyk|Bąk|Cieślak|Dąbek|Gajda|Kołodziej|Krawczyk|Łuczak|Marzec|Nowak|Pająk|Śliwa|Wójcik|Zając|Żuk")},
		companies:    texts("Piekarnia {family} {ltd}|{family} Meble {ltd}|Księgarnia {family} {ltd}|Zakład Stolarski {family} {ltd}|{family} Rowery {ltd}"),
		associations: texts("Klub Wioślarski {city}|Towarzystwo Przyjaciół {city}"),
		bodies:       texts("Urząd Miasta {city}|Biblioteka Miejska {city}"),
		topics:       texts("księgarnia|żeglarstwo|piekarnia|góry|rowery|święta|meble|łąka"),
	}
	czech = &tongue{
		language: "cs", locally: map[string]string{"SK": "sk"},
		people: []nameSet{
			names("Bohumil|Dušan|Jiří|Kryštof|Marek|Ondřej|Řehoř|Tomáš|Vojtěch|Zdeněk",
				"Beneš|Čermák|Dvořák|Fiala|Hájek|Kučera|Martinů|Němec|Růžička|Šimek|Žák"),
			names("Alžběta|Božena|Eliška|Jitka|Kateřina|Ludmila|Markéta|Růžena|Šárka|Žofie",
				"Benešová|Čermáková|Dvořáková|Fialová|Hájková|Kučerová|Martinů|Němcová|Růžičková|Šimková|Žáková")},
		companies:    texts("Pekařství {city} {ltd}|Truhlářství {city} {ltd}|Knihkupectví {city} {ltd}|Sklárny {city} {ltd}"),
		associations: texts("Veslařský klub {city}|Okrašlovací spolek {city}"),
		bodies:       texts("Město {city}|Městská knihovna {city}"),
		topics:       texts("pekařství|sklo|kniha|hřiště|chalupa|housle|květiny|pivovar"),
	}
	hungarian = &tongue{
		language: "hu",
		people: []nameSet{names(
			"Ágnes|Béla|Csilla|Dezső|Erzsébet|Gergő|Ildikó|János|Kálmán|Márta|Ödön|Péter|Zsófia",
			"Bartos|Csordás|Erdős|Fehér|Gödöllői|Horváth|Juhász|Kőszegi|Lőrincz|Mártonffy|Nagy|Szűcs|Zöld")},
		companies:    texts("{family} Pékség {ltd}|{family} Bútor {ltd}|{family} Könyvesbolt {ltd}|{family} Pincészet {ltd}"),
		associations: texts("{city} Evezős Egylet|{city} Dalkör"),
		bodies:       texts("{city} Város Önkormányzata|{city} Városi Könyvtár"),
		topics:       texts("könyv|borászat|pékség|gyümölcs|fűszer|kerékpár|tölgy|hegedű"),
	}
	romanian = &tongue{
		language: "ro",
		people: []nameSet{names(
			"Adrian|Bogdan|Crina|Dănuț|Elisabeta|Florin|Ileana|Ștefania|Marian|Octavian|Ruxandra|Sânziana|Tudor",
			"Albu|Băcanu|Călinescu|Drăgulescu|Florescu|Grădinaru|Măcelaru|Neagoe|Păunescu|Rădulescu|Stănescu|Șerban|Țepeneag")},
		companies:    texts("Brutăria {family} {ltd}|Tâmplăria {family} {ltd}|Librăria {family} {ltd}|Podgoria {family} {ltd}"),
		associations: texts("Clubul Sportiv {city}|Prietenii Muzeului {city}"),
		bodies:       texts("Primăria {city}|Biblioteca Județeană {city}"),
		topics:       texts("brutărie|grădină|munți|cărți|țesături|vișine|lemn|muzică"),
	}
	adriatic = &tongue{
		language: "hr", locally: map[string]string{"SI": "sl"},
		people: []nameSet{names(
			"Ana|Božidar|Darija|Đurđica|Goran|Hrvoje|Jadranka|Krešimir|Marija|Marko|Nataša|Vjekoslav|Željka",
			"Babić|Čolak|Đurić|Grgić|Horvat|Jurković|Kovačić|Marušić|Novak|Pavlić|Šimić|Vuković|Župan")},
		companies:    texts("Pekara {family} {ltd}|Stolarija {family} {ltd}|Knjižara {family} {ltd}|{family} Brodovi {ltd}"),
		associations: texts("Veslački klub {city}|Planinsko društvo {city}"),
		bodies:       texts("Grad {city}|Gradska knjižnica {city}"),
		topics:       texts("pekara|jedrenje|knjižara|vinograd|češnjak|more|šuma|pčelarstvo"),
	}
	baltic = &tongue{
		language: "lt", locally: map[string]string{"EE": "et", "LV": "lv"},
		people: []nameSet{
			names("Algirdas|Jonas|Mārtiņš|Pēteris|Rimantas|Toomas|Ülo|Žygimantas",
				"Bērziņš|Kalniņš|Kask|Mägi|Petrauskas|Põld|Tamm|Žukauskas"),
			names("Aušra|Dzintra|Eglė|Kärt|Maarja|Māra|Rūta|Žydrė",
				"Bērziņa|Kalniņa|Kask|Mägi|Petrauskienė|Põld|Tamm|Žukauskaitė")},
		companies:    texts("{city} Linas {ltd}|{city} Maize {ltd}|{city} Puit {ltd}|{city} Gintaras {ltd}"),
		associations: texts("{city} Jahtklubi|{city} Koras"),
		bodies:       texts("{city} Savivaldybė|{city} Raamatukogu"),
		topics:       texts("gintaras|linas|mežs|jūra|õun|küünal|duona|šaltinis"),
	}
	turkish = &tongue{
		language: "tr",
		people: []nameSet{names(
			"Ayşe|Burak|Çiğdem|Defne|Emre|Gülşen|Hüseyin|İpek|Kadir|Mahmut|Merve|Ömer|Şebnem|Ümit|Yağmur",
			"Aksoy|Bozkurt|Çelik|Demirtaş|Erdoğdu|Güneş|Işık|Kaplan|Öztürk|Şahin|Toprak|Ünal|Yıldız")},
		companies:    texts("{family} Fırını {ltd}|{family} Mobilya {ltd}|{family} Kitabevi {ltd}|{family} Zeytincilik {ltd}"),
		associations: texts("{city} Yelken Kulübü|{city} Kültür Derneği"),
		bodies:       texts("{city} Belediyesi|{city} Kütüphanesi"),
		topics:       texts("zeytin|fırın|çay|kitapçı|yelken|halı|güneş|bahçe"),
	}
)
