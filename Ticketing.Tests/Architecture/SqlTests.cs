using System.Text.RegularExpressions;

namespace Ticketing.Tests.Architecture;

/// <summary>SQL of the product: named parameters, upper-case keywords.</summary>
public sealed partial class SqlTests
{
    private static readonly List<string> Statements = [.. Repository.Files(".sql").Where(IsProduct)];
    private static readonly List<string> Sources = [.. Repository.Files(".cs").Where(IsProduct)];

    [Fact]
    public void Statements_InTheProduct_AreFound()
    {
        Assert.True(Statements.Count > 20);
        Assert.Contains(Sources, file => Texts(file).Any(text => IsSql().IsMatch(text)));
    }

    [Fact]
    public void Parameters_ByPosition_DoNotExist() => Assert.Empty(
        Statements.Where(file => Positional().IsMatch(Repository.Read(file)))
            .Concat(Sources.Where(file => Texts(file).Any(text => IsSql().IsMatch(text) && Positional().IsMatch(text)))));

    [Fact]
    public void Keywords_InLowerCase_DoNotExist() => Assert.Empty(
        Statements.SelectMany(file => LowerCaseKeywords(file, Repository.Read(file)))
            .Concat(Sources.SelectMany(file => Texts(file).Where(text => BeginsLikeSql().IsMatch(text)).SelectMany(text => LowerCaseKeywords(file, text)))));

    [Theory]
    [InlineData("SELECT a FROM t WHERE b = $1", true)]
    [InlineData("SELECT a FROM t WHERE b = @b", false)]
    public void PositionalPattern_OnSql_Matches(string sql, bool seen) => Assert.Equal(seen, IsSql().IsMatch(sql) && Positional().IsMatch(sql));

    [Theory]
    [InlineData("select a FROM t", true)]
    [InlineData("SELECT 'from' FROM t -- where it is", false)]
    [InlineData("SELECT a FROM t order by a", true)]
    public void LowerCasePattern_OnSql_Matches(string sql, bool seen) => Assert.Equal(seen, LowerCaseKeywords("", sql).Any());

    // Migrations are immutable and exempt.
    private static bool IsProduct(string file) =>
        (file.StartsWith("Ticketing.Infrastructure/", StringComparison.Ordinal) || file.StartsWith("Ticketing.App/", StringComparison.Ordinal))
        && !file.Contains("/Migrations/", StringComparison.Ordinal);

    // String literals of a source file, without interpolations.
    private static IEnumerable<string> Texts(string file) => Literal().Matches(Repository.Read(file)).Select(match => Interpolated().Replace(match.Value.Trim('"', '$', '@'), " "));

    private static IEnumerable<string> LowerCaseKeywords(string file, string sql) =>
        Keyword().Matches(CommentOrText().Replace(sql, " ")).Select(match => $"{file}: {match.Value}");

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"|\"(\\\\.|[^\"\\\\\\n])*\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"--[^\n]*|'[^']*'")]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"\$[0-9]")]
    private static partial Regex Positional();

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b", RegexOptions.IgnoreCase)]
    private static partial Regex IsSql();

    [GeneratedRegex(@"^\s*(SELECT\s|WITH\s+\w+\s+AS|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|DO\s+\$\$)", RegexOptions.IgnoreCase)]
    private static partial Regex BeginsLikeSql();

    [GeneratedRegex(@"(?<![@\w])(select|from|where|join|left|cross|lateral|on|and|or|not|null|is|in|exists|insert|into|values|update|set|delete|returning|with|as|case|when|then|else|end|order|group|by|limit|for|skip|conflict|do|union|all|any|distinct)\b")]
    private static partial Regex Keyword();
}
