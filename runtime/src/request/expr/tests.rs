use super::*;
use proptest::prelude::*;

fn text(expression: impl Into<Expr>) -> String {
    expression.into().as_str().unwrap().to_owned()
}

#[test]
fn each_function_has_its_name_in_odata() {
    let at = || Expr::path("at");
    for (expression, expected) in [
        (Expr::to_lower("a"), "tolower(a)"),
        (Expr::to_upper("a/b"), "toupper(a/b)"),
        (Expr::trim("a"), "trim(a)"),
        (Expr::length("a"), "length(a)"),
        (
            Expr::concat("a", Expr::concat(Expr::value(", "), Expr::path("b"))),
            "concat(a,concat(', ',b))",
        ),
        (Expr::index_of("a", "it's"), "indexof(a,'it''s')"),
        (Expr::substring("a", 1), "substring(a,1)"),
        (
            Expr::substring_len("a", 1, Expr::length("b")),
            "substring(a,1,length(b))",
        ),
        (Expr::year(at()), "year(at)"),
        (Expr::month(at()), "month(at)"),
        (Expr::day(at()), "day(at)"),
        (Expr::hour(at()), "hour(at)"),
        (Expr::minute(at()), "minute(at)"),
        (Expr::second(at()), "second(at)"),
        (Expr::fractional_seconds(at()), "fractionalseconds(at)"),
        (Expr::date(Expr::now()), "date(now())"),
        (Expr::time(Expr::min_date_time()), "time(mindatetime())"),
        (Expr::time(Expr::max_date_time()), "time(maxdatetime())"),
        (Expr::total_offset_minutes(at()), "totaloffsetminutes(at)"),
        (Expr::total_seconds("d"), "totalseconds(d)"),
        (Expr::round("n"), "round(n)"),
        (Expr::floor("n"), "floor(n)"),
        (Expr::ceiling("n"), "ceiling(n)"),
        (Expr::cast("n", "Edm.Decimal"), "cast(n,Edm.Decimal)"),
        (
            Expr::cast("n", "Collection(Edm.String)"),
            "cast(n,Collection(Edm.String))",
        ),
        (
            Expr::geo_distance("p", Expr::path("q")),
            "geo.distance(p,q)",
        ),
        (Expr::geo_length("line"), "geo.length(line)"),
        (
            Expr::from(PropertyPath::from("chapters").count()),
            "chapters/$count",
        ),
        (
            Expr::count_where("chapters", Filter::gt("pages", 9)),
            "chapters/$count($filter=pages gt 9)",
        ),
        (
            Expr::list(["it's", "\""].map(str::to_owned)),
            r#"["it\u0027s","\""]"#,
        ),
        (Expr::list([1, 2]), "[1,2]"),
    ] {
        assert_eq!(text(expression), expected);
    }
}

#[test]
fn operands_that_bind_looser_stand_in_parentheses() {
    let (a, b, c) = (|| Expr::path("a"), || Expr::path("b"), || Expr::path("c"));
    for (expression, expected) in [
        (Expr::add(Expr::add(a(), b()), c()), "a add b add c"),
        (Expr::add(a(), Expr::add(b(), c())), "a add (b add c)"),
        (Expr::sub(a(), Expr::sub(b(), c())), "a sub (b sub c)"),
        (Expr::add(a(), Expr::mul(b(), c())), "a add b mul c"),
        (Expr::mul(Expr::add(a(), b()), c()), "(a add b) mul c"),
        (Expr::div(a(), Expr::div_by(b(), c())), "a div (b divby c)"),
        (Expr::modulo(Expr::div(a(), b()), c()), "a div b mod c"),
        (Expr::mul(Expr::negate(a()), Expr::negate(b())), "-a mul -b"),
        (Expr::negate(Expr::add(a(), b())), "-(a add b)"),
        (Expr::negate(Expr::negate(a())), "-(-a)"),
        (Expr::negate(Expr::value(-5)), "-(-5)"),
        (Expr::negate(Expr::length(a())), "-length(a)"),
        (Expr::sub(a(), -5), "a sub -5"),
        (Expr::add(Expr::raw("x sub y"), 1), "(x sub y) add 1"),
        (Expr::length(Expr::add(a(), b())), "length(a add b)"),
        (Filter::eq(a(), Filter::eq(b(), 1)).into(), "a eq (b eq 1)"),
        (
            Filter::eq(Filter::contains(a(), "x"), true).into(),
            "contains(a,'x') eq true",
        ),
        (
            Filter::eq(!Filter::eq(a(), 1), true).into(),
            "not (a eq 1) eq true",
        ),
        (
            Filter::in_(Expr::add(a(), 1), [1, 2]).into(),
            "(a add 1) in (1,2)",
        ),
        (
            Filter::in_(Expr::to_lower(a()), ["x"]).into(),
            "tolower(a) in ('x')",
        ),
        (Filter::has(Expr::negate(a()), 1).into(), "(-a) has 1"),
        (
            Filter::eq(Filter::in_(a(), [1]), true).into(),
            "(a in (1)) eq true",
        ),
    ] {
        assert_eq!(text(expression), expected);
    }
}

#[test]
fn conditions_are_about_expressions() {
    let long = Filter::gt(PropertyPath::from("chapters").count(), 2)
        .and(!Filter::matches_pattern("title", "^The"))
        .or(Filter::any("tags", "t", |t| {
            Filter::eq(Expr::to_lower(t), "new")
        }));
    assert_eq!(
        long.as_str().unwrap(),
        "chapters/$count gt 2 and not (matchesPattern(title,'^The')) or tags/any(t:tolower(t) eq 'new')"
    );
    for (filter, expected) in [
        (Filter::lt("cost", Expr::path("price")), "cost lt price"),
        (
            Filter::le("$it/cost", PropertyPath::from("$this")),
            "$it/cost le $this",
        ),
        (Filter::eq(Expr::value("x"), Expr::path("a")), "'x' eq a"),
        (Filter::is_null(Expr::trim("a")), "trim(a) eq null"),
        (Filter::is_of("$it", "shop.Gift"), "isof($it,shop.Gift)"),
        (
            Filter::has_subset("tags", Expr::list([1, 2])),
            "hassubset(tags,[1,2])",
        ),
        (
            Filter::has_subsequence("tags", Expr::path("more")),
            "hassubsequence(tags,more)",
        ),
        (
            Filter::geo_intersects("at", Literal::geography("SRID=0;Polygon((0 0,1 1,0 0))")),
            "geo.intersects(at,geography'SRID=0;Polygon((0 0,1 1,0 0))')",
        ),
        (
            Filter::eq(
                Expr::case(
                    [
                        (Filter::is_null("a"), 1),
                        (Filter::eq("a", "x").or(Filter::eq("a", "y")), 2),
                    ],
                    Literal::NULL,
                ),
                2,
            ),
            "case(a eq null:1,a eq 'x' or a eq 'y':2,true:null) eq 2",
        ),
    ] {
        assert_eq!(filter.as_str().unwrap(), expected);
    }
}

#[test]
fn a_name_that_is_none_makes_the_expression_unsound() {
    for bad in [
        Expr::length("a) eq 1 or (b"),
        Expr::add("a", Expr::path("b,c")),
        Expr::cast("a", "Edm.String) or (true"),
        Expr::cast("a", ""),
        Expr::cast("a", "Edm..String"),
        Expr::case([(Filter::eq("a b", 1), 1)], 2),
        Expr::case([(Filter::eq("a", 1), Expr::path("'"))], 2),
        Expr::count_where("a", Filter::eq("b;", 1)),
        Expr::negate("a-b"),
    ] {
        assert!(bad.as_str().is_err(), "{bad:?}");
        assert!(Filter::eq(bad, 1).as_str().is_err());
    }
    assert!(Filter::is_of("a", "x,y").as_str().is_err());
    assert!(
        Filter::in_(Expr::path("?"), Vec::<i32>::new())
            .as_str()
            .is_err()
    );
}

/// What is outside of literals; quotes come in pairs inside of one.
fn outside_literals(text: &str) -> String {
    let parts = text.split('\'').enumerate();
    parts
        .filter(|(at, _)| at % 2 == 0)
        .map(|(_, part)| part)
        .collect()
}

/// An expression of numbers, with the value that it has where each path has its own.
#[derive(Clone, Debug)]
enum Tree {
    Path(usize),
    Number(i32),
    Negate(Box<Tree>),
    Operator(usize, Box<Tree>, Box<Tree>),
}

const OPERATORS: [fn(Expr, Expr) -> Expr; 4] = [
    |a, b| Expr::add(a, b),
    |a, b| Expr::sub(a, b),
    |a, b| Expr::mul(a, b),
    |a, b| Expr::modulo(a, b),
];
const WIRE: [&str; 4] = ["add", "sub", "mul", "mod"];

impl Tree {
    fn expression(&self) -> Expr {
        match self {
            Self::Path(at) => Expr::path(format!("p{at}")),
            Self::Number(number) => Expr::value(*number),
            Self::Negate(of) => Expr::negate(of.expression()),
            Self::Operator(at, left, right) => {
                OPERATORS[*at](left.expression(), right.expression())
            }
        }
    }

    /// The expression with all parentheses.
    fn spelled_out(&self) -> String {
        match self {
            Self::Path(at) => format!("p{at}"),
            Self::Number(number) => number.to_string(),
            Self::Negate(of) => format!("(-{})", of.spelled_out()),
            Self::Operator(at, left, right) => {
                format!(
                    "({} {} {})",
                    left.spelled_out(),
                    WIRE[*at],
                    right.spelled_out()
                )
            }
        }
    }
}

fn trees() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        (0..3_usize).prop_map(Tree::Path),
        (-9..9).prop_map(Tree::Number)
    ];
    leaf.prop_recursive(5, 24, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|of| Tree::Negate(Box::new(of))),
            (0..4_usize, inner.clone(), inner).prop_map(|(at, a, b)| Tree::Operator(
                at,
                Box::new(a),
                Box::new(b)
            )),
        ]
    })
}

/// Reads an expression by the precedence of the standard, and spells out its parentheses.
struct Parser<'t>(Vec<&'t str>);

impl Parser<'_> {
    fn read(text: &str) -> String {
        let spaced = text.replace('(', " ( ").replace(')', " ) ");
        let mut tokens: Vec<&str> = spaced.split_whitespace().rev().collect();
        // `-p0` and `- (` are two tokens, `-5` is one.
        tokens = tokens
            .into_iter()
            .flat_map(|token| match token.strip_prefix('-') {
                Some(rest) if rest.starts_with('p') => vec![rest, "-"],
                _ => vec![token],
            })
            .collect();
        let mut parser = Parser(tokens);
        let out = parser.binary(0);
        assert!(parser.0.is_empty(), "{text}");
        out
    }

    fn binary(&mut self, level: usize) -> String {
        let Some(operators) = [&["add", "sub"], &["mul", "mod"]].get(level) else {
            return self.unary();
        };
        let mut left = self.binary(level + 1);
        while let Some(operator) = self
            .0
            .last()
            .copied()
            .filter(|next| operators.contains(next))
        {
            self.0.pop();
            left = format!("({left} {operator} {})", self.binary(level + 1));
        }
        left
    }

    fn unary(&mut self) -> String {
        match self.0.pop().unwrap() {
            "-" => format!("(-{})", self.unary()),
            "(" => {
                let inner = self.binary(0);
                assert_eq!(self.0.pop(), Some(")"));
                inner
            }
            token => token.to_owned(),
        }
    }
}

proptest! {
    #[test]
    fn parentheses_keep_what_was_meant(tree in trees()) {
        prop_assert_eq!(Parser::read(&text(tree.expression())), tree.spelled_out());
    }

    #[test]
    fn no_value_leaves_its_literal(a in "['()a ,:;&]{0,8}", b in any::<String>()) {
        let filter = |a: &str, b: &str| {
            Filter::eq(Expr::concat(Expr::value(a), b), Expr::case([(Filter::eq("x", a), b)], a))
                .and(Filter::matches_pattern(Expr::substring("y", Expr::index_of("z", b)), a))
                .or(Filter::geo_intersects("g", Literal::geometry(b)))
        };
        let (plain, odd) = (filter("a", "b"), filter(&a, &b));
        prop_assert_eq!(
            outside_literals(plain.as_str().unwrap()),
            outside_literals(odd.as_str().unwrap())
        );
    }

    #[test]
    fn a_list_has_no_quote_of_a_literal(texts in prop::collection::vec(any::<String>(), 0..4)) {
        let list = text(Expr::list(texts.clone()));
        prop_assert!(!list.contains('\''));
        prop_assert_eq!(serde_json::from_str::<Vec<String>>(&list).unwrap(), texts);
    }

    #[test]
    fn a_path_is_never_a_condition(name in any::<String>()) {
        if let Ok(found) = Expr::length(name.as_str()).as_str() {
            prop_assert_eq!(found, format!("length({name})"));
            prop_assert!(!name.contains([' ', '(', ')', ',', '\'', ';', ':', '&']));
        }
    }
}
