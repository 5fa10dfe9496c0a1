package fiction

import "strings"

// land is what an address, a number and a domain look like in a country. In patterns # stands for a digit, @ for a
// letter.
type land struct {
	code     string    // ISO 3166-1 alpha-2
	tongues  []*tongue // spoken there
	ltd      spelled   // a company's legal form
	line     spelled   // a street line, with {street}, {n} and, for more numbers, {a} and {b}
	flat     string    // a second street line, if people use one
	streets  []spelled
	cities   []city
	vat      string // a VAT number, if there is such a thing
	register string // a number in the companies' register
	zones    string // suffixes of the country's own domains, with a | between
	idnZone  string // the one in its own script, if there is one
}

// city is a town with the pattern of its postal codes and its state, where addresses have them.
type city struct {
	name   spelled
	postal string
	state  spelled
}

// cities reads a list of name:postal code:state; the last two may be missing.
func cities(list string) []city {
	var all []city
	for item := range strings.SplitSeq(list, "|") {
		parts := append(strings.Split(item, ":"), "", "")
		all = append(all, city{text(parts[0]), parts[1], text(parts[2])})
	}
	return all
}

func speaking(tongues ...*tongue) []*tongue { return tongues }

var west = []land{
	{"DE", speaking(german), text("GmbH"), text("{street} {n}"), "{b}. Obergeschoss", texts("Lindenweg|Bahnhofstraße|Am Mühlbach|Gartenstraße|Schillerstraße|Kirchgasse"),
		cities("Hamburg:20###|Köln:50###|Leipzig:04###|Nürnberg:90###|Freiburg im Breisgau:79###|Kiel:24###"), "DE#########", "HRB #####", "de|de|de|berlin|hamburg", ""},
	{"AT", speaking(german), text("GmbH"), text("{street} {n}"), "Top {b}", texts("Hauptplatz|Mühlgasse|Schlossallee|Kärntner Straße|Feldgasse"),
		cities("Wien:1##0|Graz:80##|Linz:40##|Salzburg:50##|Innsbruck:60##"), "ATU########", "FN ######@", "at|at|co.at|wien", ""},
	{"CH", speaking(german, french, italian), text("AG"), text("{street} {n}"), "", texts("Seestrasse|Dorfplatz|Rue du Lac|Via Stazione|Bergweg"),
		cities("Zürich:80##:ZH|Bern:30##:BE|Genève:12##:GE|Lugano:69##:TI|Luzern:60##:LU"), "CHE-###.###.### MWST", "CHE-###.###.###", "ch|ch|swiss", ""},
	{"LI", speaking(german), text("AG"), text("{street} {n}"), "", texts("Landstrasse|Städtle|Im Rietacker"),
		cities("Vaduz:9490|Schaan:9494|Balzers:9496"), "", "FL-0002.###.###-#", "li", ""},
	{"FR", speaking(french), text("SARL"), text("{n} {street}"), "Bâtiment B", texts("rue des Lilas|avenue de la Gare|place du Marché|impasse des Tanneurs|boulevard Voltaire|quai du Port"),
		cities("Lyon:6900#|Nantes:44###|Saint-Étienne:42###|Rennes:35###|Besançon:25###|Bayonne:64###"), "FR#########0#", "### ### ###", "fr|fr|fr|paris|bzh", ""},
	{"BE", speaking(dutch, french), text("BV"), text("{street} {n}"), "Bus {b}", texts("Stationsstraat|Rue de l’Église|Molenweg|Chaussée de Namur|Kerkplein"),
		cities("Gent:90##|Liège:40##|Brugge:80##|Namur:50##|Leuven:30##"), "BE0#########", "0###.###.###", "be|be|vlaanderen", ""},
	{"NL", speaking(dutch), text("B.V."), text("{street} {n}"), "", texts("Keizersgracht|Dorpsstraat|Molendijk|Stationsplein|Vijverlaan"),
		cities("Utrecht:35## @@|Groningen:97## @@|Haarlem:20## @@|Eindhoven:56## @@|’s-Hertogenbosch:52## @@"), "NL#########B01", "########", "nl|nl|nl|amsterdam", ""},
	{"LU", speaking(french, german), text("S.à r.l."), text("{n}, {street}"), "", texts("rue de la Poste|Grand-Rue|rue des Prés|montée du Château"),
		cities("Luxembourg:L-1###|Esch-sur-Alzette:L-4###|Echternach:L-6###"), "LU########", "B######", "lu", ""},
	{"MC", speaking(french), text("SARL"), text("{n}, {street}"), "", texts("rue Grimaldi|boulevard d’Italie|avenue de la Costa"),
		cities("Monaco:98000"), "", "##S#####", "mc|com", ""},
	{"GB", speaking(english), text("Ltd"), text("{n} {street}"), "Flat {b}", texts("Station Road|Mill Lane|Church Street|Harbour View|Orchard Close|Queen’s Terrace"),
		cities("Manchester:M## #@@|Bristol:BS# #@@|Norwich:NR# #@@|York:YO## #@@|Swansea:SA# #@@|Inverness:IV# #@@"), "GB#########", "########", "co.uk|co.uk|uk|org.uk|london", ""},
	{"IE", speaking(english), text("Ltd"), text("{n} {street}"), "", texts("Main Street|Quay Street|Abbey Road|Church Hill"),
		cities("Galway:H91 @#@#|Cork:T12 @#@#|Dublin:D0# @#@#|Sligo:F91 @#@#"), "IE#######@", "######", "ie", ""},
	{"US", speaking(english, spanish), text("LLC"), text("{n}{b} {street}"), "Suite {a}0", texts("Maple Avenue|Cedar Street|Lakeview Drive|Main Street|Juniper Lane|Old Mill Road"),
		cities("Portland:972##:OR|Madison:537##:WI|Burlington:054##:VT|Santa Fe:875##:NM|Savannah:314##:GA|Duluth:558##:MN"), "", "", "us|com|com|com", ""},
	{"CA", speaking(english, french), text("Inc."), text("{n}{b} {street}"), "Unit {a}", texts("Spruce Street|Lakeshore Road|rue Sainte-Anne|Harbour Street|chemin du Moulin"),
		cities("Halifax:B3@ #@#:NS|Québec:G1@ #@#:QC|Kingston:K7@ #@#:ON|Victoria:V8@ #@#:BC|Winnipeg:R3@ #@#:MB"), "", "", "ca|ca|quebec", ""},
	{"AU", speaking(english), text("Pty Ltd"), text("{n} {street}"), "Unit {b}", texts("Wattle Street|Beach Road|Railway Parade|Gumtree Lane|Victoria Terrace"),
		cities("Hobart:70##:TAS|Fremantle:61##:WA|Ballarat:33##:VIC|Cairns:48##:QLD|Newcastle:23##:NSW"), "", "### ### ###", "com.au|com.au|net.au|au|melbourne", ""},
	{"NZ", speaking(english), text("Ltd"), text("{n} {street}"), "", texts("Rimu Street|Marine Parade|Kōwhai Road|Harbour Terrace"),
		cities("Dunedin:90##|Nelson:70##|Whangārei:01##|Napier:41##"), "", "#######", "co.nz|nz|kiwi", ""},
	{"ES", speaking(spanish), text("S.L."), text("{street}, {n}"), "{b}.º B", texts("Calle del Olmo|Avenida de la Constitución|Plaza de la Fuente|Calle Mayor|Paseo Marítimo"),
		cities("Cádiz:11###:Cádiz|Logroño:26###:La Rioja|A Coruña:15###:A Coruña|Málaga:29###:Málaga|Donostia-San Sebastián:20###:Gipuzkoa"), "ESB########", "", "es|es|com.es|cat|gal", ""},
	{"PT", speaking(portuguese), text("Lda"), text("{street}, {n}"), "{b}.º Esq.", texts("Rua das Flores|Travessa do Forno|Avenida da Liberdade|Largo da Sé"),
		cities("Évora:70##-###|Coimbra:30##-###|Braga:47##-###|Setúbal:29##-###"), "PT#########", "#########", "pt|pt|com.pt", ""},
	{"IT", speaking(italian), text("S.r.l."), text("{street}, {n}"), "Scala B", texts("Via Garibaldi|Piazza del Mercato|Corso Umberto I|Vicolo dei Fiori|Via della Città"),
		cities("Torino:101##:TO|Forlì:471##:FC|Lecce:731##:LE|Trento:381##:TN|Catania:951##:CT"), "IT###########", "@@-######", "it|it|it", ""},
}
