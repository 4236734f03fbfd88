"""The text of a page is what its reader sees, block by block: it is what the classifier judges."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.sources import FORM_MARK
from monitor.sources._page import parse, text_of_html, text_of_page

LINES = [
    ("<p>по контракту</p><p>200</p>", "по контракту\n200"),
    ("<div>a<div>b</div>c</div>", "a\nb\nc"),
    ("<x-card>a</x-card><x-card>b</x-card>", "a\nb"),
    ("a<br>b<br/>c", "a\nb\nc"),
    ("<ul><li>a<li>b</ul>", "a\nb"),
    ("<dl><dt>Гражданство<dd>1-2 дня</dl>", "Гражданство\n1-2 дня"),
    ("<div><div>1-2 дня</div>\n<div>Гражданство</div></div>", "1-2 дня\nГражданство"),
    ("<h2>a</h2>b<hr>c", "a\nb\nc"),
    ("<pre>a\n  b</pre>", "a\nb"),
    ("<button>Да</button><button>Нет</button>", "Да\nНет"),
]
WORDS = [
    ("Служ<b>ба</b>", "Служба"),
    ("<b>Служ</b><i>ба</i>", "Служба"),
    ("<span>кон</span><wbr><span>тракт</span>", "контракт"),
    ("<a href='/x'>Служ</a>ба", "Служба"),
    ("<b>С</b><b>В</b><b>О</b>", "СВО"),
    ("<p>от 210\n   000\n₽", "от 210 000 ₽"),
    ("от&nbsp;210&thinsp;000&#8239;₽", "от 210 000 ₽"),
    ("<span>Выплата</span><span>400 000</span><span>₽</span>", "Выплата 400 000 ₽"),
    ("<span>Выплата</span><span>Сразу</span>", "Выплата Сразу"),
    ("<label>Имя</label><label>Город</label>", "Имя Город"),
    ("<a>Главная</a><a>Контакты</a>", "Главная Контакты"),
    ('x<img alt="Плакат: 5 млн">y', "x Плакат: 5 млн y"),
    ("a<!-- b -->c<script>d</script>e", "ace"),
]
HIDDEN = [
    "<p hidden>x</p>",
    '<p style="color:red; DISPLAY : None">x</p>',
    '<p style="visibility:hidden">x</p>',
    "<script>x</script>",
    "<style>x</style>",
    "<template>x</template>",
    "<noscript>x</noscript>",
    '<input type="hidden" value="x">',
]
TABLES = [
    (
        "<tr><td>Водитель<td>220 тыс. руб.<tr><td>Повар<td>205",
        "Водитель | 220 тыс. руб.\nПовар | 205",
    ),
    (
        "<tr><td><p>от 220</p><p>тыс.</p></td><td></td><td>в месяц</td></tr>",
        "от 220 тыс. | в месяц",
    ),
    ("<tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr>", "a b | c | d"),
]
REPLIES = [
    ('<a href="tel:+79123456789">Позвонить</a>', "Позвонить (tel:+79123456789)"),
    ('<a href="tel:+79123456789">8 (912) 345-67-89</a>', "8 (912) 345-67-89"),
    ('<a href="mailto:a@b.example">Почта</a>', "Почта (mailto:a@b.example)"),
    ('<a href="mailto:a@b.example">A@b.example</a>', "A@b.example"),
    ('<a href="https://t.me/vymysel">Канал</a>', "Канал (https://t.me/vymysel)"),
    ('<a href="https://t.me/vymysel">@Vymysel</a>', "@Vymysel"),
    ('<a href="//t.me/vymysel"><svg></svg></a>', "(https://t.me/vymysel)"),
    ('<a href="tg://resolve?domain=vymysel">Бот</a>', "Бот (tg://resolve?domain=vymysel)"),
    (
        '<a href="https://wa.me/79123456789?text=%D0%94%D0%B0">Чат</a>',
        "Чат (https://wa.me/79123456789?text=Да)",
    ),
    ('<a href="https://t.me/share/url?url=x">Поделиться</a>', "Поделиться"),
    ('<a href="https://elsewhere.example/">Сайт</a>', "Сайт"),
    ('<a href="tel:">Позвонить</a>', "Позвонить"),
    ('<a href="https://[">Сломано</a>', "Сломано"),
]
FORMS = [
    ('<input type="tel">', True),
    ('<form><input name="phone"></form>', True),
    ('<form><input placeholder="Ваш телефон"></form>', True),
    ('<form><input name="fio"></form>', True),
    ('<form><input name="name"><input type="email"><textarea></textarea></form>', False),
    ('<form><input name="phone"><input type="password"></form>', False),
    ('<form><input type="search" name="phone"></form>', False),
    ("<p>Телефон</p>", False),
]


@pytest.mark.parametrize(("html", "text"), LINES)
def test_blocks_do_not_glue(html: str, text: str) -> None:
    assert text_of_html(html) == text


@pytest.mark.parametrize(("html", "text"), WORDS)
def test_words_and_sums_stay_whole(html: str, text: str) -> None:
    assert text_of_html(html) == text


@pytest.mark.parametrize("html", HIDDEN)
def test_what_nobody_sees_is_left_out(html: str) -> None:
    assert text_of_html(f"<p>a</p>{html}<p>b</p>") == "a\nb"


def test_what_only_screen_readers_skip_is_seen() -> None:
    assert text_of_html('<div aria-hidden="true">слайд</div>') == "слайд"


def test_a_page_that_is_hidden_until_its_scripts_run_is_read() -> None:
    assert text_of_html('<body style="visibility:hidden"><div style="display:none">a</div>') == "a"


@pytest.mark.parametrize(("rows", "text"), TABLES)
def test_the_cells_of_a_row_stay_on_one_line(rows: str, text: str) -> None:
    assert text_of_html(f"<table>{rows}</table>") == text


def test_a_table_that_lays_out_the_page_keeps_its_lines() -> None:
    cell = "".join(f"<p>Строка {number} обо всём понемногу</p>" for number in range(20))

    assert text_of_html(f"<table><tr><td>{cell}</table>").count("\n") == 19


@pytest.mark.parametrize(("html", "text"), REPLIES)
def test_a_way_to_reply_stays_visible(html: str, text: str) -> None:
    assert text_of_html(html) == text


@pytest.mark.parametrize("tag", ["nav", "header", "footer", "aside", 'div role="navigation"'])
def test_menus_are_left_out_but_no_way_to_reply(tag: str) -> None:
    html = (
        f'<{tag}><a href="/">Главная</a><br><a href="/k">Контакты</a><br>'
        '<a href="tel:+79123456789">Звонок</a><p>Работаем без выходных</p>'
    )

    assert text_of_html(html) == "Звонок (tel:+79123456789)\nРаботаем без выходных"


def test_an_advert_inside_of_a_menu_is_read() -> None:
    html = "<nav><a href='#'>Подъёмные 400 000 сразу</a><p>Служба по контракту</p></nav>"

    assert text_of_html(html) == "Подъёмные 400 000 сразу\nСлужба по контракту"


@pytest.mark.parametrize(("html", "asks"), FORMS)
def test_a_form_that_asks_for_a_reply_is_marked(html: str, asks: bool) -> None:
    assert text_of_html(f"<p>a</p>{html}").endswith(FORM_MARK) is asks


def test_the_entries_of_a_drop_down_are_read() -> None:
    html = "<select><option>Казахстан<optgroup><option>Узбекистан</option></optgroup></select>"

    assert text_of_html(html) == "Казахстан | Узбекистан"


def test_a_title_stands_above_a_text_that_lacks_it() -> None:
    page = parse("<title>Служба по контракту</title><p>Звоните</p>")

    assert text_of_page(page) == "Служба по контракту\nЗвоните"


@settings(deadline=2000, max_examples=60)
@given(st.text(alphabet="<>/abdiptr= \n\"'&;!-[]tdtr", max_size=400))
def test_no_markup_makes_it_raise(html: str) -> None:
    assert isinstance(text_of_html(html), str)


BLOCKS = ["p", "div", "li", "h1", "section", "x-tile", "option", "summary", "figcaption"]
PIECES = st.lists(
    st.tuples(st.sampled_from(BLOCKS), st.text("абв", min_size=1, max_size=5)), min_size=1
)


@settings(deadline=2000, max_examples=60)
@given(PIECES)
def test_blocks_never_glue(pieces: list[tuple[str, str]]) -> None:
    html = "".join(f"<{tag}>{words}</{tag}>" for tag, words in pieces)

    assert text_of_html(html).split() == [words for _, words in pieces]
