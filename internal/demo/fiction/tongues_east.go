package fiction

var (
	greek = &tongue{
		language: "el",
		people: []nameSet{
			names("Αλέξανδρος=Alexandros|Βασίλης=Vasilis|Γιώργος=Giorgos|Δημήτρης=Dimitris|Κώστας=Kostas|Μάριος=Marios|Νίκος=Nikos|Σπύρος=Spyros",
				"Αγγελόπουλος=Angelopoulos|Βλάχος=Vlachos|Δημητρίου=Dimitriou|Καραμάνος=Karamanos|Μαρκόπουλος=Markopoulos|Παπαδάκης=Papadakis|Σταύρου=Stavrou"),
			names("Αικατερίνη=Aikaterini|Βασιλική=Vasiliki|Δέσποινα=Despoina|Ελένη=Eleni|Ιωάννα=Ioanna|Μαρία=Maria|Σοφία=Sofia|Χρυσούλα=Chrysoula",
				"Αγγελοπούλου=Angelopoulou|Βλάχου=Vlachou|Δημητρίου=Dimitriou|Καραμάνου=Karamanou|Μαρκοπούλου=Markopoulou|Παπαδάκη=Papadaki|Σταύρου=Stavrou")},
		companies:    texts("Αρτοποιία {city} {ltd}=Artopoiia {city} {ltd}|Ελαιώνες {city} {ltd}=Elaiones {city} {ltd}|Βιβλιοπωλείο {city} {ltd}=Vivliopoleio {city} {ltd}|Ναυπηγεία {city} {ltd}=Nafpigeia {city} {ltd}"),
		associations: texts("Ναυτικός Όμιλος {city}=Naftikos Omilos {city}|Σύλλογος Φίλων {city}=Syllogos Filon {city}"),
		bodies:       texts("Δήμος {city}=Dimos {city}|Δημοτική Βιβλιοθήκη {city}=Dimotiki Vivliothiki {city}"),
		topics:       texts("ελιά=elia|θάλασσα=thalassa|βιβλίο=vivlio|μέλι=meli|καφές=kafes|νησί=nisi|κήπος=kipos|μουσική=mousiki"),
		testDomain:   "παράδειγμα.δοκιμή",
	}
	bulgarian = &tongue{
		language: "bg", locally: map[string]string{"MK": "mk"},
		people: []nameSet{
			names("Александър=Aleksandar|Борис=Boris|Георги=Georgi|Димитър=Dimitar|Мартин=Martin|Стоян=Stoyan",
				"Ангелов=Angelov|Василев=Vasilev|Димитров=Dimitrov|Маринов=Marinov|Петков=Petkov|Стоянов=Stoyanov"),
			names("Боряна=Boryana|Весела=Vesela|Десислава=Desislava|Мария=Maria|Радка=Radka|Цветана=Tsvetana",
				"Ангелова=Angelova|Василева=Vasileva|Димитрова=Dimitrova|Маринова=Marinova|Петкова=Petkova|Стоянова=Stoyanova")},
		companies:    texts("Розова долина {city} {ltd}=Rozova dolina {city} {ltd}|Хлебозавод {city} {ltd}=Hlebozavod {city} {ltd}|Книжарница {city} {ltd}=Knizharnitsa {city} {ltd}"),
		associations: texts("Читалище {city}=Chitalishte {city}|Туристическо дружество {city}=Turistichesko druzhestvo {city}"),
		bodies:       texts("Община {city}=Obshtina {city}|Градска библиотека {city}=Gradska biblioteka {city}"),
		topics:       texts("роза=roza|хляб=hlyab|планина=planina|книги=knigi|море=more|градина=gradina|вино=vino"),
	}
	serbian = &tongue{
		language: "sr",
		people: []nameSet{names(
			"Александар=Aleksandar|Бранислав=Branislav|Драгана=Dragana|Ђорђе=Đorđe|Јелена=Jelena|Љиљана=Ljiljana|Марко=Marko|Његош=Njegoš|Снежана=Snežana|Живка=Živka",
			"Анђелковић=Anđelković|Вуковић=Vuković|Јовановић=Jovanović|Марјановић=Marjanović|Николић=Nikolić|Петровић=Petrović|Стојковић=Stojković|Ћирић=Ćirić")},
		companies:    texts("Пекара {family} {ltd}=Pekara {family} {ltd}|Воћњаци {family} {ltd}=Voćnjaci {family} {ltd}|Књижара {family} {ltd}=Knjižara {family} {ltd}"),
		associations: texts("Веслачки клуб {city}=Veslački klub {city}|Планинарско друштво {city}=Planinarsko društvo {city}"),
		bodies:       texts("Град {city}=Grad {city}|Градска библиотека {city}=Gradska biblioteka {city}"),
		topics:       texts("шљива=šljiva|пекара=pekara|књижара=knjižara|река=reka|малина=malina|виноград=vinograd"),
	}
	ukrainian = &tongue{
		language: "uk",
		people: []nameSet{names(
			"Андрій=Andrii|Богдана=Bohdana|Ганна=Hanna|Дмитро=Dmytro|Євген=Yevhen|Марія=Mariia|Оксана=Oksana|Соломія=Solomiia|Тарас=Taras|Юрій=Yurii",
			"Бондаренко=Bondarenko|Гончаренко=Honcharenko|Захарченко=Zakharchenko|Коваленко=Kovalenko|Марченко=Marchenko|Петренко=Petrenko|Сидоренко=Sydorenko|Ткаченко=Tkachenko|Шевчук=Shevchuk")},
		companies:    texts("Пекарня {family} {ltd}=Pekarnia {family} {ltd}|Меблі {family} {ltd}=Mebli {family} {ltd}|Книгарня {family} {ltd}=Knyharnia {family} {ltd}|Пасіка {family} {ltd}=Pasika {family} {ltd}"),
		associations: texts("Спортивний клуб {city}=Sportyvnyi klub {city}|Товариство друзів книги {city}=Tovarystvo druziv knyhy {city}"),
		bodies:       texts("Міська рада {city}=Miska rada {city}|Міська бібліотека {city}=Miska biblioteka {city}"),
		topics:       texts("мед=med|пекарня=pekarnia|книгарня=knyharnia|соняшник=soniashnyk|гори=hory|музика=muzyka|вишня=vyshnia"),
		testDomain:   "пример.испытание",
	}
	kazakh = &tongue{
		language: "kk",
		people: []nameSet{names(
			"Айгүл=Aigul|Асқар=Askar|Әлия=Aliya|Бауыржан=Bauyrzhan|Дәулет=Daulet|Гүлнар=Gulnar|Қайрат=Kairat|Мариям=Mariyam|Нұрлан=Nurlan|Сәуле=Saule",
			"Аманжол=Amanzhol|Бекмырза=Bekmyrza|Жақсыбай=Zhaksybai|Қожахмет=Kozhakhmet|Мұрат=Murat|Оспан=Ospan|Сәрсен=Sarsen|Төлеген=Tolegen")},
		companies:    texts("{family} Наубайханасы {ltd}={family} Naubaikhanasy {ltd}|{family} Құрылыс {ltd}={family} Kurylys {ltd}|Алма бағы {city} {ltd}=Alma bagy {city} {ltd}"),
		associations: texts("{city} Тау клубы={city} Tau kluby|{city} Шахмат үйі={city} Shakhmat uii"),
		bodies:       texts("{city} Қаласы=City of {city}|{city} Кітапханасы={city} Library"),
		topics:       texts("алма=alma|дала=dala|кітап=kitap|тау=tau|қымыз=kymyz|нан=nan"),
		testDomain:   "пример.испытание",
	}
	armenian = &tongue{
		language: "hy",
		people: []nameSet{names(
			"Անահիտ=Anahit|Արամ=Aram|Գոհար=Gohar|Դավիթ=Davit|Լուսինե=Lusine|Մարիամ=Mariam|Նարեկ=Narek|Շուշան=Shushan|Տիգրան=Tigran",
			"Աբրահամյան=Abrahamyan|Գրիգորյան=Grigoryan|Հակոբյան=Hakobyan|Մարտիրոսյան=Martirosyan|Պետրոսյան=Petrosyan|Սարգսյան=Sargsyan|Վարդանյան=Vardanyan")},
		companies:    texts("{family} Հացատուն {ltd}={family} Hatsatun {ltd}|{family} Գորգեր {ltd}={family} Gorger {ltd}|{family} Գինի {ltd}={family} Gini {ltd}"),
		associations: texts("{city} Շախմատի ակումբ={city} Chess Club|{city} Երգչախումբ={city} Choir"),
		bodies:       texts("{city} Քաղաքապետարան={city} Municipality|{city} Գրադարան={city} Library"),
		topics:       texts("նուռ=nur|գինի=gini|գիրք=girk|լեռ=ler|ծիրան=tsiran|գորգ=gorg"),
	}
	georgian = &tongue{
		language: "ka",
		people: []nameSet{names(
			"ანა=Ana|გიორგი=Giorgi|დავით=Davit|ელენე=Elene|თამარ=Tamar|ლევან=Levan|მარიამ=Mariam|ნინო=Nino|შოთა=Shota",
			"ბერიძე=Beridze|გელაშვილი=Gelashvili|კაპანაძე=Kapanadze|ლომიძე=Lomidze|მარგველაშვილი=Margvelashvili|მაისურაძე=Maisuradze|ჯაფარიძე=Japaridze")},
		companies:    texts("{family} თონე {ltd}={family} Tone {ltd}|{family} მარანი {ltd}={family} Marani {ltd}|წიგნის სახლი {city} {ltd}=Tsignis Sakhli {city} {ltd}"),
		associations: texts("{city} საჭადრაკო კლუბი={city} Chess Club|{city} გუნდი={city} Choir"),
		bodies:       texts("{city} მერია={city} City Hall|{city} ბიბლიოთეკა={city} Library"),
		topics:       texts("ღვინო=ghvino|პური=puri|მთა=mta|წიგნი=tsigni|ჩაი=chai|ზღვა=zghva"),
	}
	hebrew = &tongue{
		language: "he",
		people: []nameSet{names(
			"אביגיל=Avigail|בועז=Boaz|דניאל=Daniel|חנה=Hanna|יעל=Yael|מרים=Miriam|נועה=Noa|עומר=Omer|רות=Ruth|תמר=Tamar",
			"אברמוב=Avramov|בן דוד=Ben David|גולן=Golan|הראל=Harel|כרמי=Carmi|לביא=Lavi|מור=Mor|פרידמן=Friedman|שלו=Shalev")},
		companies:    texts("מאפיית {family} {ltd}=Maafiyat {family} {ltd}|נגריית {family} {ltd}=Nagariyat {family} {ltd}|ספרי {family} {ltd}=Sifrei {family} {ltd}|זיתי {family} {ltd}=Zeitei {family} {ltd}"),
		associations: texts("מועדון השיט {city}={city} Sailing Club|ידידי הספרייה {city}=Friends of {city} Library"),
		bodies:       texts("עיריית {city}={city} Municipality|ספריית {city}={city} Library"),
		topics:       texts("זיתים=zeitim|ספרים=sfarim|מאפייה=maafiya|גינה=gina|ים=yam|תמרים=tmarim|קפה=cafe"),
		testDomain:   "בײַשפּיל.טעסט",
	}
	arabic = &tongue{
		language: "ar",
		people: []nameSet{names(
			"أحمد=Ahmad|إيمان=Iman|بدر=Badr|جميلة=Jamila|خالد=Khalid|رنا=Rana|سلمى=Salma|طارق=Tariq|عائشة=Aisha|فاطمة=Fatima|مريم=Mariam|نور=Nur|يوسف=Yusuf",
			"البستاني=Al Bustani|الحداد=Al Haddad|الخياط=Al Khayyat|الزهراني=Al Zahrani|السعدي=Al Saadi|العطار=Al Attar|المرزوقي=Al Marzouqi|النجار=Al Najjar|بن سالم=Bin Salem")},
		companies:    texts("مخبز {family} {ltd}=Makhbaz {family} {ltd}|عطور {family} {ltd}=Otour {family} {ltd}|مكتبة {family} {ltd}=Maktabat {family} {ltd}|تمور {city} {ltd}=Tumour {city} {ltd}"),
		associations: texts("نادي {city} البحري={city} Marine Club|جمعية أصدقاء الكتاب {city}=Friends of the Book {city}"),
		bodies:       texts("بلدية {city}={city} Municipality|المكتبة العامة {city}={city} Public Library"),
		topics:       texts("تمور=tumour|عطور=otour|كتاب=kitab|خبز=khubz|بحر=bahr|قهوة=qahwa|حديقة=hadiqa"),
		testDomain:   "مثال.إختبار",
	}
)
