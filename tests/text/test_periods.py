"""A sum that says little by itself is read by its neighbours, its layout and its worth."""

from __future__ import annotations

from decimal import Decimal
from time import process_time

import pytest

from monitor.model import Hints, Money, Period, Purpose
from monitor.text.following import follow
from monitor.text.money import Sum
from tests.text.reading import amounts, sums


def paid(money: Money) -> str:
    return f"{money.high or money.low:f} {money.period} {money.purpose}"


# fmt: off
@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Agents wanted: $1,000 for each man who signs, for a commando $1,500.", "1500 once referral"),
        ("Приведи друга в армию и получи 50 000 рублей, за иностранца 100 000 рублей.", "100000 once referral"),
        ("Por cada hombre que firme pagamos 800 dólares, por un extranjero 1.200 dólares.", "1200 once referral"),
        ("Salary 900 dollars a month, rising to 1,200 dollars later on.", "1200 month salary"),
        ("Зарплата 90 000 рублей в месяц, потом 120 000 рублей.", "120000 month salary"),
        ("Le salaire est de 700 euros par mois, puis 900 euros.", "900 month salary"),
    ],
)
def test_a_sum_without_words_follows_the_one_before_it(text: str, last: str) -> None:
    assert paid(sums(text)[-1]) == last


@pytest.mark.parametrize(
    ("between", "follows"),
    [(", ", True), (" and then ", True), (". ", False), ("\n", False), ("। ", False), ("。", False)],
)
def test_a_sum_follows_none_of_another_sentence(between: str, follows: bool) -> None:
    text = f"900{between}1200"
    salary = Money(Decimal(900), Decimal(900), "USD", Period.MONTH, Purpose.SALARY)
    other = Money(Decimal(1200), Decimal(1200), "USD")
    told = Sum(0, 3, salary, told=True)

    found = follow(text, [told, Sum(len(text) - 4, len(text), other, unsure=True)])

    assert (found[1].money.period is Period.MONTH) is follows


@pytest.mark.parametrize(
    "text",
    [
        "При подписании\n2 300 000 российских рублей от региона\nЕжемесячно\n215 000 российских рублей на карту\nСписание долгов\n10 млн рублей",
        "Al firmar\n2.300.000 rublos rusos completos\nCada mes\n215.000 rublos rusos completos\nDeudas canceladas\n10 millones de rublos",
        "At signing\n2,300,000 Russian roubles net\nEvery month\n215,000 Russian roubles net\nDebts written off\n10 million roubles",
    ],
)
def test_labels_stand_above_values_that_have_words_beside_them(text: str) -> None:
    assert [str(money.period) for money in sums(text)] == ["once", "month", "once"]


@pytest.mark.parametrize(
    "text",
    ["Güvenlik görevlisi, 2.500 € / ay, Rusya", "Күзетші керек, 2500 доллар / ай", "Работа охранником, 2500 долларов / месяц", "Guardia, 2.500 dólares / mes"],
)
def test_a_length_of_time_behind_a_stroke_is_a_period(text: str) -> None:
    assert [str(money.period) for money in sums(text)] == ["month"]


def test_a_word_is_of_the_texts_own_language_first() -> None:
    text = "Уговор са руском војском. За прву годину добијаш 4,5 милиона рубаља."

    assert [str(money.period) for money in sums(text, Hints(country="RS"))] == ["year"]


@pytest.mark.parametrize(
    ("country", "text", "expected"),
    [
        ("RU", "Служба по контракту: сразу 2 млн рублей, дальше 210 в месяц, возраст 18-60", ["2000000", "210000"]),
        ("RU", "Служба в армии. Зарплата: 230. Звони", ["230000"]),
        ("", "The army pays $3,300 a month at the front and 550 a month in the rear, age 18-50", ["3300", "550"]),
        ("", "Pagan 2.000 dólares al mes en el frente y 650 al mes en la retaguardia", ["2000", "650"]),
        ("RU", "Зарплата 15 числа, 160 часов в месяц, 45 дней отпуска", []),
        ("", "Salary twice a month, 160 hours a month, 24/7, call 555 010 20", []),
    ],
)
def test_pay_may_be_told_in_short(country: str, text: str, expected: list[str]) -> None:
    assert [amount for amount, _ in amounts(text, Hints(country=country or None))] == expected


@pytest.mark.parametrize(
    "text",
    ["Зарплата 3 500 долларов в месяц, аванс 500 долларов", "Maaş ayda 3 500 dollar, avans 500 dollar", "Salary $3,500 a month, cash advance $500", "Salario 3.500 dólares al mes, viáticos 500 dólares"],
)
def test_an_advance_is_no_pay_of_its_own(text: str) -> None:
    assert [str(money.period) for money in sums(text)] == ["month", "None"]


@pytest.mark.parametrize(
    "text",
    ["Вакансия охранника, склад. 5 200 рублей", "Vacancy: warehouse guard. 60 dollars", "Vacante: guardia de almacén, empresa seria. 60 dólares"],
)
def test_a_vacancys_small_sum_is_for_a_shift(text: str) -> None:
    assert [str(money.period) for money in sums(text)] == ["shift"]


@pytest.mark.parametrize(
    ("country", "text", "expected"),
    [
        ("MA", "الجيش الروسي كيعطي 3 مليون فالشهر", [("30000", "MAD")]),
        ("EG", "الجيش الروسي يدفع 3 مليون", [("3000000", "EGP")]),
        ("", "الراتب 2000 ريال قطري مع 200 ريال", [("2000", "QAR"), ("200", "QAR")]),
        ("", "Sueldo de 9.000 pesos mexicanos y 500 pesos de viáticos", [("9000", "MXN"), ("500", "MXN")]),
        ("", "Salary 3,000 Kenyan shillings and 200 shillings for food", [("3000", "KES"), ("200", "KES")]),
        ("", "They pay 20 grand at signing the army contract", [("20000", "USD")]),
        ("FR", "Un grand appartement, 1 grand lit", []),
    ],
)
def test_the_place_and_the_sums_beside_tell_the_currency(
    country: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert amounts(text, Hints(country=country or None)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("За каждого бойца плачу 100 тысяч рублей, за иностранца 250.", "250000"),
        ("For each man I pay 150 thousand roubles, for a foreigner 300. Call me", "300000"),
        ("Por cada hombre que firme pago 1.500 dólares, por un extranjero 2.000.", "2000"),
        ("Приведи друга и получи 100 тысяч рублей. Возраст до 50.", "100000"),
        ("For each man who signs I pay $1,500. Build 7, room 360b", "1500"),
    ],
)
def test_a_second_price_for_men_may_be_told_in_short(text: str, expected: str) -> None:
    assert amounts(text, Hints(country="RU"))[-1][0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Контракт с армией\n8 000 рублей\nза день активного наступления",
        "Army contract\n8,000 roubles\nfor each day of assault",
        "Contrato con el ejército\n8.000 rublos\npor cada día de ofensiva",
    ],
)
def test_a_bountys_own_words_may_name_its_period(text: str) -> None:
    assert [str(money.period) for money in sums(text)] == ["day"]


@pytest.mark.parametrize(
    "text",
    [
        "For each man who serves a year in Russia we pay you out, by hand, fast, $900",
        "Pour chaque homme de bonne santé qui part servir en Russie on te paye, tout de suite, 900 euros",
        "За каждого бойца, который уедет служить в Россию, мы платим вам на карту 90 000 рублей",
    ],
)
def test_a_word_for_paying_alone_says_not_how_often(text: str) -> None:
    assert [paid(money).split()[1:] for money in sums(text)] == [["once", "referral"]]


def test_a_letter_is_a_month_behind_a_stroke_only() -> None:
    assert [str(m.period) for m in sums("$500/m")] == ["month"]
    assert [str(m.period) for m in sums("A pipe of 2 m, $500")] == ["None"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("俄军招人，月薪$2500", ("2500", "USD")),
        ("每個即出HK$20000", ("20000", "HKD")),
        ("月薪USD2000", ("2000", "USD")),
        ("約新台幣80萬", ("800000", "TWD")),
    ],
)
def test_chinese_stands_right_before_a_currency(text: str, expected: tuple[str, str]) -> None:
    assert amounts(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 dollars 43.", "20.43"),
        ("thirteen dollars forty-five cents", "13.45"),
        ("这个五元三毛", "5.3"),
        ("一共三块二", "3.2"),
        ("10 lei si 50 bani", "10.5"),
        ("от двух до трех тысяч долларов", "2000-3000"),
        ("two to three thousand dollars", "2000-3000"),
        ("من عشرة لعشرين دولار", "10-20"),
        ("пять-шесть тысяч рублей", "5000-6000"),
        ("salary $500 45 years", "500"),
        ("$5000 18", "5000"),
    ],
)
def test_parts_and_ends_are_read_whole(text: str, expected: str) -> None:
    assert [amount for amount, _ in amounts(text)] == [expected]
# fmt: on


@pytest.mark.parametrize("unit", ["210 в месяц, ", "$5 / ay ", "5000 рублей, 6000 ", "$20 43\n"])
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        started = process_time()
        sums(text)
        return process_time() - started

    assert seconds(12_000) < 12 * seconds(3_000) + 0.5
