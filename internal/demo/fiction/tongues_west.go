package fiction

// tongue is what people of one language are called, what they found, and what they write about.
type tongue struct {
	language     string            // BCP 47
	locally      map[string]string // the language instead in some countries, whose people share the names
	people       []nameSet         // one for each gender where family names differ by it
	companies    []spelled         // patterns with {family}, {city}, {ltd}
	associations []spelled         // patterns with {city}
	bodies       []spelled         // likewise
	topics       []spelled         // for domain names
	tight        bool              // written without spaces or hyphens between words
	testDomain   string            // IANA's internationalised test domain of the language, if it has one
}

// nameSet holds names that go together.
type nameSet struct{ given, family []spelled }

func names(given, family string) nameSet { return nameSet{texts(given), texts(family)} }

var (
	english = &tongue{
		language: "en",
		people: []nameSet{names(
			"Alice|Arthur|Beatrice|Callum|Charlotte|Daniel|Eleanor|Freya|George|Harriet|Imogen|Jack|Marcus|Martha|Oliver|Rosie",
			"Ashdown|Barlow|Carver|Dunmore|Ellery|Fairbank|Garside|Holloway|Kendrick|Larkin|Marsh|Norwood|O’Neill|Pemberton|Sedgwick|Thornbury|Whitlock")},
		companies:    texts("{family} & Sons {ltd}|{family} Joinery {ltd}|{city} Bicycle Works {ltd}|{family} Architects {ltd}|{family} Seafoods {ltd}|{city} Tea Merchants {ltd}|{family} Instruments {ltd}"),
		associations: texts("{city} Rowing Club|Friends of {city} Library|{city} Allotment Society"),
		bodies:       texts("{city} City Council|{city} Public Library|{city} Harbour Authority"),
		topics:       texts("garden|bikes|pottery|seafood|bookshop|bakery|sailing|workshop|records|orchard"),
	}
	german = &tongue{
		language: "de",
		people: []nameSet{names(
			"Anna|Björn|Charlotte|Dieter|Emma|Friedrich|Greta|Heinz|Jörg|Käthe|Lukas|Maria|Markus|Paula|Sören|Theresa",
			"Albrecht|Böhm|Dietrich|Eichhorn|Fährmann|Groß|Hofer|Jäger|Köhler|Lindner|Marquardt|Neubauer|Obermüller|Pfeiffer|Röhrig|Schäfer|Weiß|Zöllner")},
		companies:    texts("Tischlerei {family} {ltd}|{family} Gartenbau {ltd}|Buchhandlung {family} {ltd}|{family} Feinmechanik {ltd}|Gasthof {family} {ltd}|Fahrradladen {city} {ltd}|Käserei {family} {ltd}"),
		associations: texts("Turnverein {city}|Freunde der Stadtbücherei {city}|Kleingärtnerverein {city}"),
		bodies:       texts("Stadt {city}|Volkshochschule {city}|Stadtwerke {city}"),
		topics:       texts("gärtnerei|fahrrad|bücher|käse|hofladen|tischlerei|ferienhaus|musikschule|bäckerei|wanderführer"),
	}
	french = &tongue{
		language: "fr",
		people: []nameSet{names(
			"Amélie|Benoît|Chloé|Didier|Élodie|François|Geneviève|Hugo|Inès|Jérôme|Léa|Marie|Mathéo|Noémie|Océane|Rémi|Zoé",
			"Aubert|Béranger|Chastain|Delacroix|Estève|Fournier|Garrigue|Hébert|Joubert|Lefèvre|Marchand|Noël|Perrault|Quéré|Rousselet|Thévenet")},
		companies:    texts("Boulangerie {family} {ltd}|Ateliers {family} {ltd}|{family} Frères {ltd}|Librairie {family} {ltd}|Cidrerie {family} {ltd}|Vélos de {city} {ltd}|Menuiserie {family} {ltd}"),
		associations: texts("Chorale de {city}|Les Amis du musée de {city}|Club nautique de {city}"),
		bodies:       texts("Ville de {city}|Bibliothèque municipale de {city}|Office de tourisme de {city}"),
		topics:       texts("forêt|vélo|pâtisserie|librairie|jardinage|menuiserie|théâtre|crêperie|randonnée|été"),
	}
	dutch = &tongue{
		language: "nl",
		people: []nameSet{names(
			"Anouk|Bram|Daan|Eefje|Femke|Gijs|Hanneke|Joris|Lotte|Maarten|Marijke|Niels|Pieter|Sanne|Teun|Wietske",
			"Aalders|van den Berg|Boersma|Dekker|van Dijk|Hoekstra|de Jong|Koopmans|Kuijpers|Maas|Oosterhuis|Postma|van der Veen|Visser|Wouters")},
		companies:    texts("Bakkerij {family} {ltd}|{family} Fietsen {ltd}|{family} Scheepsbouw {ltd}|Kwekerij {family} {ltd}|Drukkerij {family} {ltd}"),
		associations: texts("Roeivereniging {city}|Vrienden van Museum {city}"),
		bodies:       texts("Gemeente {city}|Bibliotheek {city}"),
		topics:       texts("fietsen|bloemen|kaas|drukkerij|zeilen|boeken|brouwerij|coördinatie"),
	}
	spanish = &tongue{
		language: "es",
		people: []nameSet{names(
			"Álvaro|Beatriz|Camila|Diego|Elena|Fermín|Guadalupe|Íñigo|Joaquín|Lucía|María|Mariano|Nuria|Óscar|Rocío|Sofía|Valentina",
			"Aguirre|Benítez|Castañeda|Domínguez|Escalante|Fuentes|Gutiérrez|Ibáñez|Larrañaga|Márquez|Muñoz|Ortúzar|Peñalver|Quiroga|Sepúlveda|Villanueva")},
		companies:    texts("Panadería {family} {ltd}|Talleres {family} {ltd}|Bodegas {family} {ltd}|Librería {family} {ltd}|{family} Hermanos {ltd}|Cerámicas {family} {ltd}"),
		associations: texts("Club de Remo de {city}|Amigos de la Biblioteca de {city}"),
		bodies:       texts("Ayuntamiento de {city}|Biblioteca Pública de {city}"),
		topics:       texts("panadería|viñedos|cerámica|montaña|niños|diseño|ciclismo|cocina"),
	}
	portuguese = &tongue{
		language: "pt",
		people: []nameSet{names(
			"Afonso|Beatriz|Conceição|Duarte|Estêvão|Filipa|Gonçalo|Inês|João|Luísa|Marta|Nuno|Otávio|Rita|Simão|Tomás",
			"Almeida|Brandão|Carvalho|Damasceno|Esteves|Falcão|Guimarães|Leitão|Magalhães|Noronha|Peçanha|Queirós|Sampaio|Teixeira|Vasconcelos")},
		companies:    texts("Padaria {family} {ltd}|Construções {family} {ltd}|Cafés {family} {ltd}|Livraria {family} {ltd}|Cerâmica {family} {ltd}"),
		associations: texts("Clube Náutico de {city}|Amigos do Museu de {city}"),
		bodies:       texts("Câmara Municipal de {city}|Biblioteca Municipal de {city}"),
		topics:       texts("café|padaria|surf|cerâmica|livros|canções|praia|construção"),
	}
	italian = &tongue{
		language: "it",
		people: []nameSet{names(
			"Alessia|Bruno|Chiara|Dario|Emanuele|Fiamma|Giosuè|Ilaria|Lorenzo|Marco|Mariella|Niccolò|Ottavia|Piero|Rosalba|Tommaso",
			"Alberghini|Bonfanti|Caldarelli|De Luca|Esposito|Fioravanti|Galimberti|Lombardi|Marchetti|Nardò|Orsini|Pellegrini|Quaranta|Salvemini|Tagliabue")},
		companies:    texts("Pasticceria {family} {ltd}|Officine {family} {ltd}|Fratelli {family} {ltd}|Cantina {family} {ltd}|Libreria {family} {ltd}"),
		associations: texts("Circolo Canottieri {city}|Amici della Biblioteca di {city}"),
		bodies:       texts("Comune di {city}|Biblioteca Civica di {city}"),
		topics:       texts("gelato|vino|ceramica|libri|caffè|bicicletta|falegnameria|qualità"),
	}
)
