"""Money of many countries is known by its names in every language: whoever goes abroad is paid in them."""

from __future__ import annotations

import pytest

from monitor.model import Hints
from monitor.text.fold import fold
from monitor.text.money import MoneyReader
from tests.text.reading import RULES, amounts

# fmt: off
NAMES: list[tuple[str, str, list[str]]] = [
    ("ru", "None", ["риалов", "риялов", "крон"]),
    ("ru", "BRL", ["реалов"]),
    ("ru", "ILS", ["шекелей"]),
    ("ru", "RSD", ["сербских динаров"]),
    ("ru", "CUP", ["кубинских песо"]),
    ("uk", "AED", ["дирхамів"]),
    ("uk", "None", ["ріалів", "крон"]),
    ("uk", "ILS", ["шекелів"]),
    ("en", "UZS", ["soum"]),
    ("en", "PLN", ["zloty"]),
    ("en", "None", ["kroner", "kronor"]),
    ("en", "THB", ["baht"]),
    ("en", "IDR", ["rupiah"]),
    ("en", "KHR", ["riel"]),
    ("en", "CDF", ["Congolese francs"]),
    ("en", "RWF", ["Rwandan francs"]),
    ("en", "SDG", ["Sudanese pounds"]),
    ("en", "SSP", ["South Sudanese pounds"]),
    ("en", "LRD", ["Liberian dollars"]),
    ("en", "GMD", ["dalasi"]),
    ("en", "SLE", ["leones"]),
    ("en", "NAD", ["Namibian dollars"]),
    ("es", "INR", ["rupias"]),
    ("es", "None", ["riyales", "dinares", "coronas"]),
    ("es", "PLN", ["eslotis"]),
    ("es", "NIO", ["córdobas"]),
    ("es", "DOP", ["pesos dominicanos"]),
    ("fr", "INR", ["roupies"]),
    ("fr", "TRY", ["livres turques"]),
    ("fr", "CHF", ["francs suisses"]),
    ("fr", "CDF", ["francs congolais"]),
    ("fr", "PLN", ["zlotys"]),
    ("fr", "None", ["couronnes"]),
    ("fr", "GNF", ["francs guinéens"]),
    ("fr", "TND", ["dinars tunisiens"]),
    ("fr", "DZD", ["dinars algériens"]),
    ("fr", "BIF", ["francs burundais"]),
    ("fr", "RWF", ["francs rwandais"]),
    ("pt", "INR", ["rupias"]),
    ("pt", "AED", ["dirhams"]),
    ("pt", "None", ["dinares", "coroas"]),
    ("pt", "PLN", ["zlotys"]),
    ("pt", "XOF", ["francos CFA"]),
    ("ar", "INR", ["روبية"]),
    ("ar", "TRY", ["ليرة تركية"]),
    ("ar", "GBP", ["جنيه إسترليني"]),
    ("ar", "LBP", ["ليرة لبنانية"]),
    ("ar", "KZT", ["تنغي"]),
    ("ar", "XOF", ["فرنك أفريقي"]),
    ("ar", "PKR", ["روبية باكستانية"]),
    ("tr", "INR", ["rupi"]),
    ("tr", "AED", ["dirhem"]),
    ("tr", "PLN", ["zloti"]),
    ("tr", "CHF", ["isviçre frangı"]),
    ("az", "INR", ["rupi"]),
    ("az", "AED", ["dirhəm"]),
    ("az", "GBP", ["funt"]),
    ("az", "PLN", ["zlotı"]),
    ("uz-Latn", "None", ["riyol", "dinor"]),
    ("uz-Latn", "GBP", ["funt"]),
    ("uz-Latn", "TJS", ["somoniy"]),
    ("uz-Latn", "PLN", ["zlotiy"]),
    ("uz-Latn", "USD", ["aqsh dollari"]),
    ("uz-Cyrl", "None", ["риёл", "динор"]),
    ("uz-Cyrl", "USD", ["ақш доллари"]),
    ("kk", "None", ["риял"]),
    ("ky", "None", ["риял"]),
    ("tg", "None", ["риёл", "динор"]),
    ("hy", "INR", ["ռուփի"]),
    ("hy", "AED", ["դիրհամ"]),
    ("hy", "None", ["ռիալ", "դինար"]),
    ("hy", "PLN", ["զլոտի"]),
    ("hy", "JPY", ["իեն"]),
    ("ka", "INR", ["რუპია"]),
    ("ka", "AED", ["დირჰამი"]),
    ("ka", "None", ["რიალი", "დინარი"]),
    ("ka", "KZT", ["ტენგე"]),
    ("ka", "PLN", ["ზლოტი"]),
    ("ka", "ILS", ["შეკელი"]),
    ("sr-Latn", "INR", ["rupija"]),
    ("sr-Latn", "AED", ["dirhama"]),
    ("sr-Latn", "None", ["rijala", "kruna", "franaka"]),
    ("sr-Latn", "KZT", ["tengi"]),
    ("sr-Latn", "PLN", ["zlota"]),
    ("sr-Cyrl", "CNY", ["јуана"]),
    ("sr-Cyrl", "AED", ["дирхама"]),
    ("sr-Cyrl", "None", ["ријала", "круна", "франака"]),
    ("sr-Cyrl", "JPY", ["јена"]),
    ("hi", "CNY", ["युआन"]),
    ("hi", "TRY", ["लीरा"]),
    ("hi", "KWD", ["कुवैती दीनार"]),
    ("hi", "MYR", ["रिंगित"]),
    ("hi-Latn", "None", ["riyaal"]),
    ("ne", "CNY", ["युआन"]),
    ("ne", "MYR", ["रिङ्गेट", "रिंगिट"]),
    ("ne", "AUD", ["अष्ट्रेलियन डलर"]),
    ("si", "AED", ["දිරාම්"]),
    ("bn", "CNY", ["ইউয়ান"]),
    ("bn", "MYR", ["রিঙ্গিত"]),
    ("bn", "JPY", ["ইয়েন"]),
    ("bn", "TRY", ["লিরা"]),
    ("ur", "TRY", ["لیرا"]),
    ("ur", "MYR", ["رنگٹ"]),
    ("ur-Latn", "None", ["riyaal"]),
    ("sw", "INR", ["rupia"]),
    ("sw", "None", ["riyali"]),
    ("sw", "GBP", ["pauni"]),
    ("sw", "CDF", ["faranga za kongo"]),
    ("sw", "ZAR", ["randi"]),
    ("so", "None", ["riyaal", "diinaar"]),
    ("so", "DJF", ["faran jabuuti"]),
    ("so", "TRY", ["liira"]),
    ("zh-Hans", "None", ["里亚尔"]),
    ("zh-Hans", "KHR", ["瑞尔"]),
    ("zh-Hans", "MMK", ["缅币"]),
]
# fmt: on


@pytest.mark.parametrize(("lang", "currency", "names"), NAMES)
def test_a_name_of_money_is_known(lang: str, currency: str, names: list[str]) -> None:
    """`None`: several countries' money is called so, and nothing says whose is meant."""
    reader = MoneyReader(RULES.money, RULES.currencies, Hints(), lang)

    for name in names:
        text = fold(f"7500{name}" if lang.startswith("zh") else f"7500 {name}").text
        found = reader.read(text, [], text)

        assert [(str(sum_.money.currency), sum_.bare) for sum_ in found] == [(currency, False)]


@pytest.mark.parametrize(
    "text", ["php 7.2 and html5", "The COP27 talks", "COP 25 in Madrid", "Ryder CUP 2018: the team"]
)
def test_a_number_behind_a_common_word_in_capitals_is_no_sum(text: str) -> None:
    assert amounts(text) == []


def test_a_dollar_beside_another_countrys_dollars_is_the_usual_one() -> None:
    found = amounts("The shop was fined A$100m ($62m) for failing to pay wages")

    assert found == [("100000000", "AUD"), ("62000000", "USD")]
