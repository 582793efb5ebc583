using Ticketing.Core.Common;

namespace Ticketing.Tests.Common;

public sealed class TypedTextTests
{
    [Theory]
    [InlineData("  Anna   Berg ", "Anna Berg")]
    [InlineData("Anna\u00A0\u3000Berg", "Anna Berg")]
    [InlineData("Noe\u0308l", "Noël")]
    [InlineData("Anna \u202Egro.live", "Anna gro.live")]
    [InlineData("An\u200Bna\u2060 \uFEFFBe\u00ADrg\u200E", "Anna Berg")]
    [InlineData("n\u200Bo\u200B\u0308", "nö")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    [InlineData("山田太郎", "山田太郎")]
    [InlineData("Zoë 🎉", "Zoë 🎉")]
    [InlineData(null, "")]
    public void Line_Typed_IsComposedAndVisible(string? typed, string line) => Assert.Equal(line, TypedText.Line(typed));

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u2800")]
    [InlineData("\u3164")]
    [InlineData("\u00AD")]
    [InlineData("\u2060")]
    [InlineData("\uFEFF")]
    [InlineData("\U000E0041")]
    [InlineData("\uFE0F")]
    [InlineData("\u0301")]
    [InlineData("\u200E")]
    [InlineData("\u180E")]
    [InlineData("\u2062")]
    [InlineData("\u00A0")]
    [InlineData("\u200D")]
    [InlineData("...")]
    [InlineData("An\nna")]
    public void Name_WithoutVisibleText_IsNone(string typed) => Assert.False(TypedText.IsName(TypedText.Line(typed), 200));

    [Fact]
    public void Name_NulOrBrokenSurrogate_IsNone()
    {
        Assert.False(TypedText.IsName(TypedText.Line("An\u0000na"), 200));
        Assert.False(TypedText.IsName(TypedText.Line("Anna" + (char)0xD83C), 200));
        Assert.False(TypedText.IsName(TypedText.Line("Anna\uFFFE"), 200));
    }

    [Theory]
    [InlineData("ＷＥＬＣＯＭＥ１０", "WELCOME10")]
    [InlineData(" welcome10\u200B", "WELCOME10")]
    [InlineData("１２３ ４５６", "123 456")]
    [InlineData("١٢٣٤٥٦", "123456")]
    [InlineData("ABCDE\u2010FGHIJ", "ABCDE-FGHIJ")]
    public void Code_Typed_IsPlain(string typed, string code) => Assert.Equal(code, TypedText.Code(typed));

    [Theory]
    [InlineData("０９０－１２３４", "090-1234")]
    [InlineData("090\u20101234", "090-1234")]
    [InlineData("＋４９ ３０", "+49 30")]
    public void Phone_Typed_IsPlain(string typed, string phone) => Assert.Equal(phone, TypedText.Phone(typed));
}
