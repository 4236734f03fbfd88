"""Made-up texts by the tag that a reader of the language would give."""

ADVERTS = {
    "ru": [
        "Набираем мужчин от 18 до 60 лет на службу по контракту. Выплата сразу 400 000 ₽, дальше от 210 000 в месяц. Пишите @sluzhba_primer",
        "СРОЧНО!!! ТРЕБУЮТСЯ ВОДИТЕЛИ В ТЫЛ, ОПЛАТА КАЖДУЮ НЕДЕЛЮ, ПРОЕЗД ЗА НАШ СЧЁТ",
        "Гражданство РФ за три месяца для граждан СНГ. WhatsApp, Telegram: +7 912 345-67-89. Помогаем с документами",
        "Сижу в Душанбе, зовут водителем под Донецк, говорят не воевать. Кто-нибудь ездил, правда платят?",
        "Rabota v Rossii dlya muzhchin, kontrakt na odin god, vyplaty kazhdyi mesyats, pishite v lichku, pomozhem s dokumentami",
    ],
    "en": [
        "Join the Russian army as a foreign volunteer: $2,000 a month, signing bonus, citizenship for you and your family. WhatsApp +7 912 345-67-89",
        "URGENT HIRING!!! COOKS AND DRIVERS NEEDED IN RUSSIA, NO EXPERIENCE, FREE TICKET AND VISA",
        "My cousin went there for a security job and they took his passport away, please don't send your brothers",
        "Good pay, one year contract, passport in 3 months. Inbox me now",
    ],
    "es": [
        "Se buscan hombres de 18 a 45 años para contrato con el ejército ruso. Pago de 195 000 rublos al firmar y ciudadanía para toda la familia",
        "TRABAJO EN RUSIA PARA CUBANOS, CONSTRUCCION Y COCINA, PASAJE PAGADO, ESCRIBANME POR WHATSAPP",
        "Mi hijo firmo un papel que no entendia y ahora esta en el frente, nadie nos dice nada desde hace dos semanas",
        "Contrato de un año, sueldo 2 mil dólares, pasaporte rápido",
    ],
    "fr": [
        "Nous recrutons des hommes de 18 à 50 ans pour un contrat avec l'armée russe : prime à la signature, 2 000 dollars par mois et la nationalité",
        "BOURSE D'ETUDES EN RUSSIE, BILLET OFFERT, LOGEMENT GRATUIT, CONTACTEZ NOUS SUR WHATSAPP",
        "Mon frere est parti comme chauffeur et il s'est retrouve au front, mefiez vous de ces annonces",
        "Gardien de nuit, salaire élevé, visa et voyage pris en charge",
    ],
    "pt": [
        "Procuramos homens de 18 a 45 anos para contrato com o exército russo. Salário de 12 mil reais por mês e cidadania para você e sua família",
        "VAGA NA RUSSIA PARA SEGURANCA, NAO PRECISA DE EXPERIENCIA, PASSAGEM PAGA, CHAMA NO ZAP",
        "Meu primo foi trabalhar de cozinheiro e acabou na guerra, nao acreditem nesses anuncios",
        "Contrato de um ano, bônus na assinatura, passaporte em três meses",
    ],
    "ar": [
        "فرصة عمل في روسيا للشباب من 18 إلى 45 سنة، عقد مع الجيش الروسي وراتب 2500 دولار شهريا والجنسية بعد ستة أشهر",
        "مطلوب سائقين وطباخين في روسيا، السفر مجانا، للتواصل واتساب",
        "سافر أخي للعمل حارسا ثم أخذوا جوازه وأرسلوه إلى الجبهة، لا تصدقوا هذه الإعلانات",
        "عقد لمدة سنة، مكافأة عند التوقيع، جواز سفر للعائلة",
    ],
    "hy": [
        "Ծառայություն պայմանագրով, ստորագրելիս միանգամից վճարում, քաղաքացիություն երեք ամսում: Գրեք @orinak_hy",
        "Barev dzez, ashxatanq ka Rusastanum, paymanagir mek tari, amsakan 200 hazar rubli, greq kam zangeq",
        "Tgherq, ov uzum e gnal paymanagrov, gumary tali en miangamic, qaghaqaciutyun el en anum, mer mot greq",
        "ՎԱՐՈՐԴՆԵՐ ԵՆ ՊԵՏՔ ՌՈՒՍԱՍՏԱՆՈՒՄ, ՏՈՄՍԸ ՄԵՐ ՀԱՇՎԻՆ, контракт на год",
    ],
    "kk": [
        "Ресей әскеріне келісімшарт бойынша қызметке ер азаматтар керек. Айына 210 мың рубль, азаматтық үш айда. Хабарласыңыз",
        "Жүргізуші, аспаз керек, жол ақысы біздің есептен, жалақы апта сайын төленеді",
        "Контракт бойынша жумыс, айына 800 мын тенге, кужаттарды озимиз жасаймыз, жазыныз, ватсапка хабарласыныз",
        "Інім күзетші боламын деп кетіп, майданға түсіп қалды, мұндай хабарландыруларға сенбеңіздер",
        "Resei askerine kelisimshart boiynsha kyzmetke zhigitter kerek, aiyna eki million tenge, kuzhattardy ozimiz zhasaimyz",
    ],
    "ky": [
        "Орусия армиясына келишим менен кызматка жигиттер керек. Айына 200 миң рубль, жарандык үч айда берилет, чалыңыз",
        "Айдоочу жана ашпозчу керек, жол акысы биздин эсептен, айлыгы ар бир жума сайын",
        "Контракт менен иш бар, айына 200 мин рубль, жарандык да берилет, кызыккандар жазгыла, баары мыйзамдуу",
        "Иним курулушка деп кетип, согушка түшүп калды, мындай жарыяларга ишенбегиле",
        "Orusiyada ish bar, jigitter kerek, aiyna eki juz min rubl, jarandyk da beret, jazgyla",
    ],
    "uz-Latn": [
        "Rossiya armiyasiga shartnoma asosida xizmatga erkaklar kerak. Oyiga 210 ming rubl, fuqarolik uch oyda, yozing @misol_uz",
        "Haydovchi va oshpaz kerak, yo‘l haqi bizdan, ish haqi har hafta to‘lanadi",
        "Kontrakt asosida ish bor, oyiga ikki ming dollar, hujjatlarni ozimiz qilamiz, telegramga yozinglar",
        "Ukam qurilishga deb ketgan edi, urushga tushib qoldi, bunday elonlarga ishonmanglar",
        "ISH BOR ROSSIYADA!!! YIGITLAR, OYLIK YAXSHI, YOLKIRA BEPUL, TEZ QONGIROQ QILING",
    ],
    "uz-Cyrl": [
        "Россия армиясига шартнома асосида хизматга эркаклар керак. Ойига 210 минг рубль, фуқаролик уч ойда, ёзинг",
        "Ҳайдовчи ва ошпаз керак, йўл ҳақи биздан, иш ҳақи ҳар ҳафта тўланади",
        "Контракт асосида иш бор, ойига икки минг доллар, хужжатларни узимиз киламиз, телеграмга ёзинглар",
        "Укам қурилишга деб кетган эди, урушга тушиб қолди, бундай эълонларга ишонманглар",
    ],
    "tg": [
        "Барои хизмати шартномавӣ дар артиши Русия мардон лозиманд. Моҳе 210 ҳазор рубл, шаҳрвандӣ дар се моҳ, нависед",
        "Ронанда ва ошпаз лозим, роҳкиро аз ҳисоби мо, маош ҳар ҳафта дода мешавад",
        "Барои кор дар Русия бачахо лозим, мохе дусад хазор рубл медиханд, хуччатхоро худамон тайёр мекунем, занг занед",
        "Бародарам ба сохтмон рафта буд, ба чанг афтод, ба ин хел эълонхо бовар накунед",
        "Baroi kor dar Rusiya mardon lozim, mohe dusad hazor rubl medihand, hujjathoro mo tayyor mekunem",
    ],
    "az": [
        "Rusiya ordusunda müqavilə ilə xidmət üçün kişilər tələb olunur. Ayda 210 min rubl, vətəndaşlıq üç aya, yazın",
        "Sürücü və aşpaz lazımdır, yol pulu bizdən, maaş hər həftə verilir",
        "Rusiyada is var, muqavile bir illik, ayliq 200 min rubl, senedleri ozumuz duzeldirik, whatsappa yazin",
        "Qardasim fehle kimi getmisdi, indi cebhededir, bele elanlara inanmayin",
    ],
    "ka": [
        "რუსეთის არმიაში კონტრაქტით სამსახურისთვის გვჭირდება მამაკაცები, თვეში 200 000 რუბლი და მოქალაქეობა",
        "მძღოლი და მზარეული გვჭირდება რუსეთში, მგზავრობა ჩვენი ხარჯით",
        "ჩემი ძმა მშენებლობაზე წავიდა და ფრონტზე აღმოჩნდა, ნუ ენდობით ასეთ განცხადებებს",
        "Gamarjoba, ruset-shi samushao aris, tveshi ori atasi dolari, dokumentebs chven vaketebt, mogvweret piradshi",
    ],
    "tr": [
        "Rus ordusunda sözleşmeli görev için 18-50 yaş arası erkekler aranıyor. Aylık 2.500 dolar, üç ayda vatandaşlık, hemen yazın",
        "Şoför ve aşçı alınacaktır, yol masrafı bizden, maaş her hafta ödenir",
        "Rusyada is imkani, bir yillik sozlesme, imzada toplu para, vatandaslik da veriliyor, whatsapptan yazin",
        "Kardesim insaat diye gitti, cepheye surdüler, boyle ilanlara inanmayin lutfen",
        "ACIL ELEMAN ARANIYOR RUSYA ICIN SOFOR VE GUVENLIK MAAS COK IYI UCAK BILETI BIZDEN",
    ],
    "uk": [
        "Шукаємо чоловіків на роботу в охороні, оплата щотижня, житло надаємо. Телефонуйте просто зараз",
        "УВАГА! ШАХРАЇ ПРОПОНУЮТЬ КОНТРАКТ ІЗ РОСІЙСЬКОЮ АРМІЄЮ ТА ГРОМАДЯНСТВО",
        "Мій брат поїхав на будівництво, а опинився на фронті, не вірте таким оголошенням",
    ],
    "sr-Latn": [
        "Traže se muškarci za ugovor sa ruskom vojskom, plata 2500 evra mesečno, državljanstvo za tri meseca, javite se u inboks",
        "POTREBNI VOZACI I KUVARI U RUSIJI, PUT PLACEN, PLATA SVAKE NEDELJE, POZOVITE ODMAH",
        "Brat mi je otisao da radi na gradilistu, a zavrsio je na frontu, nemojte da verujete ovim oglasima",
        "Služba po ugovoru, bonus pri potpisivanju, smeštaj i hrana obezbeđeni",
    ],
    "sr-Cyrl": [
        "Траже се мушкарци за уговор са руском војском, плата 2500 евра месечно, држављанство за три месеца",
        "ПОТРЕБНИ ВОЗАЧИ И КУВАРИ У РУСИЈИ, ПУТ ПЛАЋЕН, ПОЗОВИТЕ ОДМАХ",
        "Брат ми је отишао да ради на градилишту, а завршио је на фронту, немојте да верујете огласима",
    ],
    "hi": [
        "रूसी सेना में एक साल का अनुबंध, हर महीने दो लाख रुपये और तीन महीने में नागरिकता, तुरंत संपर्क करें",
        "ड्राइवर और रसोइया चाहिए, टिकट और वीज़ा हमारी तरफ से, WhatsApp करें",
        "मेरा भाई हेल्पर की नौकरी के लिए गया था, उसे मोर्चे पर भेज दिया गया, ऐसे विज्ञापनों पर भरोसा मत कीजिए",
    ],
    "hi-Latn": [
        "Russia mein army helper ki naukri, har mahine 2 lakh rupaye, teen mahine mein nagrikta, jaldi sampark karein",
        "Driver aur cook chahiye Russia ke liye, ticket free hai, visa hum karwa denge, message karo bhai",
        "Mera bhai kaam karne gaya tha aur usko border par bhej diya, aise logo ki baat mein mat aana dosto",
    ],
    "ur": [
        "روسی فوج میں ایک سال کا معاہدہ، ماہانہ دو ہزار ڈالر اور تین ماہ میں شہریت، ابھی رابطہ کریں",
        "ڈرائیور اور باورچی درکار ہیں، ٹکٹ اور ویزا ہماری طرف سے، واٹس ایپ کریں",
        "میرا بھائی نوکری کے لیے گیا تھا، اسے محاذ پر بھیج دیا گیا، ایسے اشتہاروں پر یقین نہ کریں",
    ],
    "ur-Latn": [
        "Rus ki fauj mein ek saal ka muahida, mahana tankhwah 2000 dollar, shehriyat teen maah mein, foran rabta karein",
        "Hukumat ne khabardar kiya hai ke Pakistani afraad aise ishtiharat par yaqeen na karein, wazarat kharja se maloomat lein",
    ],
    "ne": [
        "रुसी सेनामा एक वर्षको करार, मासिक तीन लाख रुपैयाँ र तीन महिनामा नागरिकता, तुरुन्तै सम्पर्क गर्नुहोस्",
        "चालक र भान्से चाहियो, टिकट र भिसा हाम्रो तर्फबाट, इच्छुकले म्यासेज गर्नुहोला",
        "मेरो भाइ सुरक्षा गार्डको काम भनेर गएको थियो, मोर्चामा पठाइयो, यस्ता विज्ञापनमा नलाग्नुहोस्",
        "Russia ma army helper ko kaam cha, mahina ko tin lakh rupaiya, ticket ra visa hami milaidinchau, ichchhuk le message garnu hola",
    ],
    "si": [
        "රුසියානු හමුදාවේ වසරක කොන්ත්‍රාත්තුව, මසකට රුපියල් ලක්ෂ හතක්, පුරවැසිභාවය ලබා දේ, WhatsApp කරන්න",
        "රියදුරන් සහ කෝකියන් අවශ්‍යයි, ගුවන් ටිකට් නොමිලේ",
    ],
    "ta": [
        "ரஷ்ய இராணுவத்தில் ஒரு வருட ஒப்பந்தம், மாதம் இரண்டு லட்சம் ரூபாய், குடியுரிமை வழங்கப்படும், உடனே தொடர்பு கொள்ளவும்",
        "ஓட்டுநர் மற்றும் சமையல்காரர் தேவை, விமான டிக்கெட் இலவசம், Telegram Russia job",
    ],
    "bn": [
        "রুশ সেনাবাহিনীতে এক বছরের চুক্তি, মাসে দুই লাখ টাকা বেতন, তিন মাসে নাগরিকত্ব, এখনই যোগাযোগ করুন",
        "চালক ও বাবুর্চি প্রয়োজন, বিমান টিকিট ফ্রি, WhatsApp করুন",
    ],
    "sw": [
        "Tunatafuta wanaume wa miaka 18 hadi 45 kwa mkataba na jeshi la Urusi, mshahara KSh 300,000 kwa mwezi na uraia kwa familia",
        "KAZI URUSI, MADEREVA NA WAPISHI, TIKETI BURE, PIGA SIMU LEO",
        "Ndugu yangu alienda kufanya kazi ya ulinzi akapelekwa vitani, msiamini matangazo kama haya",
    ],
    "so": [
        "Waxaa loo baahan yahay rag da'doodu tahay 18 ilaa 45 oo ka shaqeeya ciidanka Ruushka, mushahar 2000 doolar bishii iyo dhalasho",
        "Shaqo Ruushka ah, darawal iyo cunto kariye, tikidhka waa bilaash, nala soo xiriir",
        "Walaalkay wuxuu u tagay shaqo dhisme, laakiin waxaa la geeyay jiidda hore ee dagaalka, ha rumaysanina",
    ],
    "zh-Hans": [
        "去俄罗斯当司机，月薪2.2万卢布，详情请加飞机@made_up_name或打电话，包吃包住",
        "俄罗斯军队招募外籍人员，签约即付奖金，月薪两万元，三个月入籍，请加微信联系",
        "招聘司机和厨师，包机票签证，工资每周结算",
    ],
    "zh-Hant": [
        "俄羅斯軍隊招募外籍人員，簽約即付獎金，月薪十萬元，三個月入籍，請加LINE聯繫",
        "徵求司機與廚師，機票簽證全包，薪水每週結算",
    ],
    "it": [
        "Cerchiamo uomini dai 18 ai 50 anni per un contratto con l'esercito russo, stipendio alto e cittadinanza in pochi mesi"
    ],
    "de": [
        "Wir suchen Männer zwischen 18 und 50 Jahren für einen Vertrag mit der russischen Armee, Gehalt jeden Monat und Pass für die Familie"
    ],
    "bg": [
        "Търсим мъже от 18 до 50 години за договор с руската армия, заплата всеки месец и гражданство за цялото семейство"
    ],
    "be": [
        "Шукаем мужчын на працу ў ахове, аплата кожны тыдзень, жыллё даём, тэлефануйце проста зараз"
    ],
    "mk": [
        "Бараме мажи од 18 до 50 години за договор со руската армија, плата секој месец и државјанство за целото семејство"
    ],
    "mn": [
        "Оросын армид гэрээгээр алба хаах эрчүүд хэрэгтэй байна, сар бүр цалин өгнө, гурван сарын дараа иргэншил олгоно"
    ],
    "fa": [
        "برای خدمت قراردادی در ارتش روسیه مردان ۱۸ تا ۵۰ ساله نیاز است، حقوق ماهانه و تابعیت برای خانواده، همین حالا تماس بگیرید"
    ],
    "ps": [
        "په روسي پوځ کې د یو کال قرارداد لپاره سړي پکار دي، میاشتنی معاش او تابعیت ورکول کېږي، همدا اوس اړیکه ونیسئ"
    ],
    "am": ["በሩሲያ ጦር ውስጥ ለአንድ ዓመት ውል ወንዶች ይፈለጋሉ፣ ወርሃዊ ደመወዝ እና ዜግነት ይሰጣል፣ አሁኑኑ ይደውሉ"],
    "vi": [
        "Tuyển nam giới từ 18 đến 50 tuổi ký hợp đồng với quân đội Nga, lương hai nghìn đô mỗi tháng và được nhập quốc tịch"
    ],
    "id": [
        "Dicari pria usia 18 sampai 50 tahun untuk kontrak dengan tentara Rusia, gaji tinggi setiap bulan dan kewarganegaraan untuk keluarga"
    ],
}

MIXED = {
    "ru": [
        "Служба по контракту SVO. Wildberries, Ozon, Yandex Taxi не предлагать! Подробности https://example.org/kontrakt/join-the-army-now",
        "Ассалому алейкум, братья! Требуются мужчины на контракт, выплаты и гражданство, подробности в личку",
    ],
    "uz-Latn": [
        "Assalomu alaykum! Контракт bo‘yicha ish bor, srochno yigitlar kerak, oyiga 200 ming rubl, fuqarolik ham beriladi"
    ],
    "hy": [
        "Контракт РФ: պայմանագիր ենք կնքում Ռուսաստանի բանակի հետ, գումարը տալիս են միանգամից, զանգեք @army_kontrakt"
    ],
    "kk": [
        "Контракт СВО: жігіттер керек, айына 2 млн теңге, азаматтық тез беріледі, жазыңыз WhatsApp Telegram Instagram"
    ],
    "tg": [
        "СРОЧНО контракт! Бародарон, барои кор дар Русия одам лозим, ҳуҷҷатҳоро мо тайёр мекунем, занг занед"
    ],
    "es": [
        "Trabajo en Rusia (job in Russia, good salary): buscamos hombres para contrato de un año, ciudadanía rápida para la familia"
    ],
    "hi": [
        "Russian Army Helper Job: हर महीने दो लाख रुपये, टिकट फ्री, नागरिकता भी मिलेगी, आज ही संपर्क करें"
    ],
    "ar": [
        "JOB IN RUSSIA عقد عمل مع الجيش الروسي براتب شهري كبير والجنسية لك ولعائلتك Telegram WhatsApp"
    ],
}
