using Ticketing.Infrastructure.Data;

namespace Ticketing.Tests.Data;

public sealed class SqlTextTests
{
    [Theory]
    [InlineData("SELECT @id", "SELECT $1", "id")]
    [InlineData("SELECT @a, @b, @a", "SELECT $1, $2, $1", "a b")]
    [InlineData("SELECT @ids::uuid[]", "SELECT $1::uuid[]", "ids")]
    [InlineData("SELECT '@id, it''s', \"@id\", @id", "SELECT '@id, it''s', \"@id\", $1", "id")]
    [InlineData("-- It's @nothing\nSELECT @id -- @neither\nFROM t", "SELECT $1 \nFROM t", "id")]
    [InlineData("SELECT a @> b, a @@ b, 1 - -@x", "SELECT a @> b, a @@ b, 1 - -$1", "x")]
    [InlineData("SELECT 'open", "SELECT 'open", "")]
    [InlineData("SELECT 1 -- @end", "SELECT 1", "")]
    public void Names_InAStatement_BecomePositions(string named, string positional, string names)
    {
        var text = SqlText.Parse(named);

        Assert.Equal(positional, text.Positional);
        Assert.Equal(names, string.Join(' ', text.Names));
    }

    [Fact]
    public void Name_NotInTheStatement_Throws() =>
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => SqlText.Parse("SELECT @id").PlaceOf("di")).ParamName);
}
