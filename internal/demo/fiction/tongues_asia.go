package fiction

var (
	hindi = &tongue{
		language: "hi",
		people: []nameSet{names(
			"अनिता=Anita|अर्जुन=Arjun|दीपक=Deepak|गीता=Geeta|कविता=Kavita|मनोज=Manoj|मीरा=Meera|प्रिया=Priya|राहुल=Rahul|सुनील=Sunil",
			"अग्रवाल=Agrawal|गुप्ता=Gupta|चौहान=Chauhan|जोशी=Joshi|मिश्रा=Mishra|वर्मा=Varma|शर्मा=Sharma|सक्सेना=Saxena")},
		companies:    texts("{family} वस्त्र {ltd}={family} Vastra {ltd}|{family} पुस्तक भंडार {ltd}={family} Pustak Bhandar {ltd}|{family} मिठाई {ltd}={family} Mithai {ltd}|{family} मसाले {ltd}={family} Masale {ltd}"),
		associations: texts("{city} क्रिकेट क्लब={city} Cricket Club|{city} संगीत सभा={city} Sangeet Sabha"),
		bodies:       texts("{city} नगर निगम={city} Municipal Corporation|{city} पुस्तकालय={city} Library"),
		topics:       texts("चाय=chai|मसाला=masala|पुस्तक=pustak|बाज़ार=bazaar|संगीत=sangeet|आम=aam|रेशम=resham"),
		testDomain:   "उदाहरण.परीक्षा",
	}
	thai = &tongue{
		language: "th", tight: true,
		people: []nameSet{names(
			"กนกวรรณ=Kanokwan|จิราพร=Jiraporn|ณัฐพล=Nattapon|ปรีชา=Preecha|มาลี=Malee|วิชัย=Wichai|ศิริพร=Siriporn|สมชาย=Somchai|อรุณี=Arunee",
			"แก้วมณี=Kaewmanee|จันทร์เพ็ญ=Chanphen|ทองดี=Thongdee|บุญมี=Bunmee|รุ่งเรือง=Rungrueang|ศรีสุข=Srisuk|สุวรรณ=Suwan")},
		companies:    texts("{ltd}{family}การค้า={family} Trading {ltd}|{ltd}ชา{city}={city} Tea {ltd}|{ltd}ผ้าไหม{family}={family} Silk {ltd}|{ltd}ร้านหนังสือ{family}={family} Books {ltd}"),
		associations: texts("ชมรมเรือใบ{city}={city} Sailing Club|สมาคมดนตรี{city}={city} Music Society"),
		bodies:       texts("เทศบาลนคร{city}={city} City Municipality|หอสมุด{city}={city} Library"),
		topics:       texts("ชา=cha|ผ้าไหม=silk|หนังสือ=nangsue|ทะเล=thale|มะม่วง=mamuang|กาแฟ=kafae|ดอกไม้=dokmai"),
	}
	chinese = &tongue{
		language: "zh-Hans", tight: true,
		people: []nameSet{names(
			"春梅=Chunmei|国强=Guoqiang|建华=Jianhua|丽娜=Lina|明轩=Mingxuan|秋月=Qiuyue|思远=Siyuan|晓东=Xiaodong|雅静=Yajing|志伟=Zhiwei",
			"陈=Chen|范=Fan|高=Gao|胡=Hu|李=Li|林=Lin|马=Ma|孙=Sun|王=Wang|徐=Xu|杨=Yang|张=Zhang")},
		companies:    texts("{city}{family}氏茶业{ltd}={city} {family} Tea {ltd}|{city}远山书店{ltd}={city} Yuanshan Books {ltd}|{city}青竹家具{ltd}={city} Green Bamboo Furniture {ltd}|{city}晨光文具{ltd}={city} Morning Stationery {ltd}"),
		associations: texts("{city}围棋协会={city} Go Association|{city}摄影学会={city} Photographic Society"),
		bodies:       texts("{city}市图书馆={city} City Library|{city}市博物馆={city} City Museum"),
		topics:       texts("茶叶=chaye|书店=shudian|竹林=zhulin|山水=shanshui|花园=huayuan|音乐=yinyue|丝绸=sichou|豆腐=doufu"),
		testDomain:   "例子.测试",
	}
	traditional = &tongue{
		language: "zh-Hant", tight: true,
		people: []nameSet{names(
			"美玲=Mei-Ling|家豪=Chia-Hao|淑芬=Shu-Fen|俊傑=Chun-Chieh|雅婷=Ya-Ting|志明=Chih-Ming|怡君=Yi-Chun|建國=Chien-Kuo",
			"陳=Chen|黃=Huang|劉=Liu|吳=Wu|蔡=Tsai|鄭=Cheng|謝=Hsieh|羅=Lo")},
		companies:    texts("{family}記茶行{ltd}={family} Tea House {ltd}|{city}書局{ltd}={city} Bookstore {ltd}|{family}氏木工{ltd}={family} Woodworks {ltd}|{city}單車{ltd}={city} Bicycles {ltd}"),
		associations: texts("{city}登山會={city} Hiking Society|{city}合唱團={city} Choir"),
		bodies:       texts("{city}圖書館={city} Library|{city}文化中心={city} Cultural Centre"),
		topics:       texts("茶行=chahang|書局=shuju|單車=danche|夜市=yeshi|鳳梨=fengli|木工=mugong|海邊=haibian"),
		testDomain:   "例子.測試",
	}
	japanese = &tongue{
		language: "ja", tight: true,
		people: []nameSet{names(
			"明美=Akemi|大輔=Daisuke|花子=Hanako|陽菜=Hina|一郎=Ichiro|健太=Kenta|真理=Mari|直樹=Naoki|さくら=Sakura|達也=Tatsuya|優子=Yuko",
			"青木=Aoki|藤田=Fujita|橋本=Hashimoto|石川=Ishikawa|小林=Kobayashi|丸山=Maruyama|中村=Nakamura|佐藤=Sato|高橋=Takahashi|渡辺=Watanabe|山口=Yamaguchi")},
		companies:    texts("{ltd}{family}製作所={family} Seisakusho {ltd}|{ltd}{family}書店={family} Shoten {ltd}|{ltd}{family}茶園={family} Tea Garden {ltd}|{ltd}{city}自転車={city} Bicycle {ltd}|{family}和菓子店{ltd}={family} Wagashi {ltd}"),
		associations: texts("{city}写真同好会={city} Photo Circle|{city}合唱団={city} Choir"),
		bodies:       texts("{city}市役所={city} City Hall|{city}市立図書館={city} City Library"),
		topics:       texts("お茶=ocha|書店=shoten|さくら=sakura|うどん=udon|温泉=onsen|カメラ=camera|盆栽=bonsai|花火=hanabi"),
		testDomain:   "例え.テスト",
	}
	korean = &tongue{
		language: "ko", tight: true,
		people: []nameSet{names(
			"은지=Eunji|하늘=Haneul|현우=Hyeonu|지민=Jimin|미경=Migyeong|민준=Minjun|서연=Seoyeon|수빈=Subin|영호=Yeongho|유진=Yujin",
			"강=Kang|김=Kim|노=Noh|문=Moon|박=Park|서=Seo|신=Shin|이=Lee|정=Jeong|최=Choi|한=Han")},
		companies:    texts("{ltd} {city}서점={city} Books {ltd}|{ltd} {family}가네 떡집={family}'s Rice Cakes {ltd}|{ltd} {city}자전거={city} Bicycle {ltd}|{ltd} 푸른솔가구=Pureunsol Furniture {ltd}"),
		associations: texts("{city} 산악회={city} Alpine Club|{city} 합창단={city} Choir"),
		bodies:       texts("{city}시청={city} City Hall|{city}시립도서관={city} City Library"),
		topics:       texts("서점=seojeom|커피=coffee|김치=kimchi|한복=hanbok|바다=bada|꽃집=kkotjip|음악=eumak|사진=sajin"),
		testDomain:   "실례.테스트",
	}
	vietnamese = &tongue{
		language: "vi",
		people: []nameSet{names(
			"Ánh Tuyết|Bảo Châu|Đức Anh|Hồng Nhung|Khánh Linh|Mai Phương|Minh Quân|Ngọc Hân|Quốc Huy|Thanh Tùng|Thùy Dương",
			"Bùi|Đặng|Đinh|Đỗ|Hồ|Lê|Lý|Mạc|Ngô|Nguyễn|Phạm|Trần|Võ")},
		companies:    texts("{ltd} Cà Phê {city}|{ltd} Nhà Sách {family}|{ltd} Gốm Sứ {family}|{ltd} Trà {city}"),
		associations: texts("Câu lạc bộ Nhiếp ảnh {city}|Hội Yêu Sách {city}"),
		bodies:       texts("Thư viện {city}|Bảo tàng {city}"),
		topics:       texts("cà-phê|gốm|nhà-sách|hoa-sen|biển|trà|phở"),
	}
	malay = &tongue{
		language: "id", locally: map[string]string{"MY": "ms", "SG": "ms", "PH": "fil"},
		people: []nameSet{names(
			"Agus|Bintang|Citra|Dewi|Fitri|Hendra|Intan|Kartika|Maruli|Nurul|Putri|Rahmat|Siti|Wayan",
			"Anggraini|Gunawan|Hidayat|Kusuma|Lestari|Maharani|Nasution|Pratama|Siregar|Suryadi|Wibowo")},
		companies:    texts("{family} Kopi {ltd}|Batik {family} {ltd}|Toko Buku {family} {ltd}|{family} Rotan {ltd}"),
		associations: texts("Klub Sepeda {city}|Paguyuban Seni {city}"),
		bodies:       texts("Perpustakaan {city}|Museum {city}"),
		topics:       texts("kopi|batik|rempah|rotan|toko|pantai|kelapa|sepeda"),
	}
	african = &tongue{
		language: "en",
		people: []nameSet{names(
			"Abena|Amara|Babatunde|Chidi|Faith|Kamau|Lerato|Makena|Marumo|Naledi|Ngozi|Ọláyínká|Sipho|Thandiwe|Wanjirũ|Zuri",
			"Adébáyọ̀|Achieng|Dlamini|Ezeudu|Kariuki|Khumalo|Maribe|Mwangi|Ndlovu|Nwosu|Odhiambo|Okafor|Zulu")},
		companies:    texts("{family} Coffee {ltd}|{family} Textiles {ltd}|{family} Solar {ltd}|{city} Printers {ltd}|{family} Farms {ltd}"),
		associations: texts("{city} Runners Club|{city} Choral Society"),
		bodies:       texts("{city} County Library|{city} Museum"),
		topics:       texts("coffee|solar|textiles|safari|farm|market|music|school"),
	}
)
