"""Made-up adverts of made-up recruiters: edited, re-posted, translated, and copied by strangers.

A recruiter's adverts are the pairs that belong together. Some copy the text of others, word by
word, with a contact of their own: those do not. Some adverts give no contact, or a hotline of the
state that everybody gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

HOTLINES = ("Единый номер 117.", "Бесплатная линия 8 800 222-35-11.", "")
"""Stand in adverts of many recruiters."""


@dataclass(frozen=True)
class Recruiter:
    """One who recruits: his ways to be reached, his texts; the first is the one he edits."""

    name: str
    contacts: tuple[str, ...]
    texts: tuple[str, ...]
    city: str = "Казань"
    pay: str = "210 000"


@dataclass(frozen=True)
class Advert:
    """A text, whose it is, and what was done to it."""

    recruiter: str
    what: str
    text: str


CONTRACT = (
    "Приглашаем мужчин от 18 до 60 лет на службу по контракту. Пункт отбора: {city}. Выплата при "
    "заключении контракта сразу, ежемесячно от {pay} рублей. Иностранцам помогаем с гражданством "
    "за три месяца, семья получает его тоже. Проезд и проживание за наш счет. {hotline} {contact}"
)
DRONES = (
    "Операторы дронов, обучение с нуля! Не на передовую, работа в тылу за пультом. Зарплата {pay} "
    "рублей, подъемные в день подписания. Берем без опыта, возраст до 55, гражданство не важно. "
    "Город отправки {city}. {hotline} Анкету присылайте сюда: {contact}"
)
DRIVERS = (
    "Нужны водители, повара, строители, охранники в зону СВО. Не участвуете в боях! Контракт на "
    "год с министерством обороны, {pay} рублей каждый месяц и паспорт РФ по ускоренной схеме. "
    "Встречаем на вокзале, город {city}. {hotline} Звонить: {contact}"
)
DEBTS = (
    "Долги, кредиты, алименты? Подпиши контракт, и до десяти миллионов спишут. Условия {city}: "
    "{pay} рублей в месяц, страховка, отпуск дважды в год. Судимость рассматриваем. Приезжим "
    "оформляем документы на месте, переводчик есть. {hotline} {contact}"
)

SHARED = (CONTRACT, DRONES, DRIVERS, DEBTS)

OWN = (
    (
        "Братья из Бишкека и Оша! Наш земляк уже второй год служит и купил родителям дом. Поможем "
        "оформить всё честно, встретим в аэропорту, гражданство через четыре месяца. {contact}",
        "Бишкек менен Оштогу бир туугандар! Биздин жердеш экинчи жыл кызмат кылып, ата-энесине үй "
        "сатып берди. Документтерди чынчыл тариздейбиз, жарандык төрт айдан кийин. {contact}",
    ),
    (
        "Тошкент, Самарқанд, Фарғона йигитлари! Россияда хизмат, ойига {pay} рубль, фуқаролик уч "
        "ойда, йўл кираси биздан. Ҳужжатларни ўзимиз тайёрлаймиз, сўранг, жавоб берамиз. {contact}",
        "Ребята из Ташкента и Самарканда, есть служба в России. Дорогу оплачиваем, бумаги готовим "
        "сами, через три месяца паспорт. Спрашивайте, отвечаем каждый день. {contact}",
    ),
    (
        "Мардони тоҷик! Хизмати ҳарбӣ дар Русия, моҳона {pay} рубл, шаҳрвандӣ дар се моҳ барои шумо "
        "ва оила. Роҳкиро аз ҳисоби мо, дар истгоҳ пешвоз мегирем. Бо мо тамос гиред. {contact}",
    ),
    (
        "Hello brothers from Nepal and India. Join the army of Russia, one year paper, {pay} rubles "
        "each month, passport for you and your wife after six months. Ticket and visa by us, agent "
        "fee after first salary only. Write now: {contact}",
        "नेपाल र भारतका दाजुभाइ, रूसी सेनामा एक वर्षको करार, मासिक {pay} रुबल, छ महिनामा नागरिकता। "
        "टिकट र भिसा हामी मिलाउँछौं, पहिलो तलबपछि मात्र शुल्क। अहिले लेख्नुहोस्: {contact}",
    ),
    (
        "Security guards wanted for warehouse objects near Kursk. Nigerians, Ghanaians and Kenyans "
        "welcome, no Russian needed. You sign with the ministry on arrival, {pay} rubles a month, "
        "hostel and food free. Limited seats for this month's flight. {contact}",
        "Agents de sécurité pour des entrepôts près de Koursk. Camerounais et Ivoiriens bienvenus, "
        "la langue n'est pas exigée. Contrat avec le ministère à l'arrivée, logement et repas "
        "gratuits. Places limitées pour le vol de ce mois. {contact}",
    ),
    (
        "Cubanos: trabajo de construcción y servicio en Rusia con contrato de un año, {pay} rublos "
        "mensuales, residencia y ciudadanía para la familia. Vuelo desde La Habana o Varadero "
        "pagado. Solo hombres de 18 a 55. Escriban su nombre y edad: {contact}",
    ),
    (
        "Штурмовик - звучит гордо! Отряд добровольцев набирает бойцов, командиры с боевым опытом, "
        "экипировка лучшая. Шесть месяцев, {pay} в месяц плюс за технику врага. Пьющих не звать. "
        "Иностранцам с видом на жительство дверь открыта. {contact}",
    ),
    (
        "Приведи друга и получи 100 тысяч! Агентам по всей стране платим за каждого, кто подписал "
        "контракт. Ищем людей в {city} и области, можно мигрантов с патентом. Деньги на карту в "
        "день приказа, отчетность не нужна. {contact}",
    ),
    (
        "Юрист по миграции объявляет: патент просрочен, запрет на въезд, депортация? Решение есть. "
        "Год службы в тылу, и вы гражданин без экзамена по языку. Консультация бесплатно, офис "
        "{city}, возле рынка. {contact}",
    ),
    (
        "Ищем медбратьев, санитаров и фельдшеров в полевой госпиталь. Диплом желателен, но научим. "
        "Оклад {pay}, боевые отдельно, жилье, форма, питание. Врачи из СНГ получают паспорт раньше "
        "всех. Самолет до {city} оплатим. {contact}",
    ),
    (
        "Срочно! Завтра вылет группы, осталось семь мест. Кто хотел изменить жизнь - пишите сейчас. "
        "Единовременно два миллиона, дальше {pay} ежемесячно. Справка о несудимости не нужна. "
        "Азербайджан, Армения, Грузия - тоже к нам. {contact}",
    ),
    (
        "Հայեր, ծառայություն Ռուսաստանում պայմանագրով, ամսական {pay} ռուբլի, քաղաքացիություն երեք "
        "ամսում ամբողջ ընտանիքի համար։ Ճանապարհածախսը մեր կողմից, փաստաթղթերը պատրաստում ենք մենք։ "
        "Գրեք հիմա։ {contact}",
        "Армяне, служба в России по договору, деньги каждый месяц, вся семья получит гражданство "
        "за квартал. Дорогу и справки берем на себя, пишите сегодня. {contact}",
    ),
    (
        "Флот зовет! Моряки, мотористы, коки на вспомогательные суда. База {city}, выход в море "
        "по графику, {pay} рублей и северные надбавки. Контракт с министерством, гражданам других "
        "стран ВНЖ сразу, паспорт через полгода. {contact}",
    ),
    (
        "В колонии сидишь? Брат сидит? Есть выход: полгода и помилование. Рассматриваем любые "
        "статьи кроме террора, иностранцев тоже. Семье переводим {pay} с первого дня. Передайте "
        "этот номер тому, кому нужно. {contact}",
    ),
    (
        "شباب سوريا والعراق واليمن: عقد سنة مع الجيش الروسي، راتب شهري {pay} روبل، جنسية لك "
        "ولعائلتك بعد ستة أشهر. السفر والإقامة علينا. لا تحتاج إلى خبرة. راسلنا الآن: {contact}",
    ),
    (
        "আপনি কি বাংলাদেশ থেকে? রাশিয়ায় সেনাবাহিনীতে চুক্তি, মাসে {pay} রুবল, ছয় মাসে "
        "নাগরিকত্ব। টিকিট ও ভিসা আমরা দিই, দালাল ফি পরে। আজই লিখুন: {contact}",
    ),
    (
        "Студентам-иностранцам вузов {city}! Отчисляют, не хватает на оплату учебы? Один год по "
        "контракту связистом, {pay} рублей, место в университете сохраняется, в конце паспорт. "
        "Ответим на английском и французском. {contact}",
        "Foreign students: about to be expelled or short of tuition money? One year as a signaller "
        "under contract keeps your place at the university, with a passport at the end. We answer "
        "in English and French. {contact}",
    ),
    (
        "Казачья бригада формирует роту. Конюхи, саперы, снайперы, просто крепкие мужики. Верующих "
        "всех религий уважаем. Полное довольствие, {pay} рублей, участок земли на Дону после года. "
        "Прибытие своим ходом в {city}, билет вернем. {contact}",
    ),
)
"""Texts that one recruiter alone uses, each with its translations."""
CITIES = ("Казань", "Уфа", "Пермь", "Самара", "Томск", "Ижевск")


def recruiters() -> Iterator[Recruiter]:
    """Give thirty: twelve who share four texts, and eighteen with their own."""
    shared = [CONTRACT] * 4 + [DRONES] * 3 + [DRIVERS] * 3 + [DEBTS] * 2
    for number, texts in enumerate([*((text,) for text in shared), *OWN]):
        phone = f"+7 912 3{number:02}-6{number % 10}-{89 - number}"
        handle = f"@nabor_primer_{number:02}"
        ways = ((phone, handle), (handle,), (phone,))[number % 3]
        yield Recruiter(
            name=f"r{number:02}",
            contacts=ways,
            texts=texts,
            city=CITIES[number % len(CITIES)],
            pay=f"{195 + 5 * (number % 7)} 000",
        )


def adverts() -> Iterator[Advert]:
    """Give all adverts of all recruiters, recruiter by recruiter."""
    for number, one in enumerate(recruiters()):
        hotline = HOTLINES[number % len(HOTLINES)]
        for what, text in _edits(one, hotline):
            yield Advert(one.name, what, " ".join(text.split(" ")))


def _edits(one: Recruiter, hotline: str) -> Iterator[tuple[str, str]]:
    first, *translated = one.texts

    def filled(text: str, *, contact: str, pay: str = one.pay, city: str = one.city) -> str:
        return text.format(contact=contact, pay=pay, city=city, hotline=hotline)

    both = ", ".join(one.contacts)
    whole = filled(first, contact=both)
    sentences = re.split(r"(?<=[.!?։।]) ", whole)
    yield "first", whole
    yield "decorated", f"🔥🔥 {whole.upper()} 🔥🔥\n\n#служба #контракт"
    yield "raised", filled(first, contact=both, pay="305 000", city="Тверь")
    yield "shortened", " ".join(sentences[:1] + sentences[2:])
    yield "turned", " ".join(sentences[1:-1] + sentences[:1] + sentences[-1:])
    yield "longer", f"{whole} Не пишите тем, кто обещает больше: у нас всё официально, отзывы есть."
    yield "one contact", filled(first, contact=one.contacts[-1])
    if first in SHARED:
        yield "new words", f"Набор продолжается, мест мало, смелее, подробности лично: {both}"
    yield "no contact", filled(first, contact="")
    # The town stays: without it and without a contact nobody could say whose copy it is.
    bare = filled(first, contact="", pay="280 000").split()
    yield "heavily edited", f"Внимание, объявление! {' '.join(bare[len(bare) // 3 :])} Репост!"
    for text in translated:
        yield "translated", filled(text, contact=one.contacts[0])
