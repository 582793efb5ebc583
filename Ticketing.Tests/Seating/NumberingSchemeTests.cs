using Ticketing.Core.Seating.Plans;

namespace Ticketing.Tests.Seating;

public class NumberingSchemeTests
{
    public static TheoryData<NumberingScheme, int, string> Schemes => new()
    {
        { new(), 4, "1 2 3 4" },
        { new() { Start = 5, Step = 10 }, 3, "5 15 25" },
        { new() { Reversed = true }, 3, "3 2 1" },
        { new() { Parity = NumberParity.Odd }, 3, "1 3 5" },
        { new() { Parity = NumberParity.Even }, 3, "2 4 6" },
        { new() { Parity = NumberParity.Even, Start = 4, Step = 2, Reversed = true }, 3, "12 8 4" },
        { new() { Parity = NumberParity.Odd, Start = 2 }, 2, "3 5" },
        { new() { Prefix = "R", Start = 100 }, 2, "R100 R101" },
        { new() { Start = 12, Skip = ["13"] }, 3, "12 14 15" },
        { new() { Style = NumberingStyle.Letters, Start = 25 }, 4, "Y Z AA AB" },
        { new() { Style = NumberingStyle.Letters, Start = 7, SkipIO = true }, 8, "G H J K L M N P" },
        { new() { Style = NumberingStyle.Letters, Start = 24, SkipIO = true }, 3, "Z AA AB" },
        { new() { Style = NumberingStyle.Letters, Skip = ["B"], Prefix = "Box ", Reversed = true }, 2, "Box C Box A" },
        { new() { Style = NumberingStyle.Letters, Start = 702 }, 2, "ZZ AAA" },
        { new() { Start = 0 }, 0, "" },
    };

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Names_OfAScheme_AreGenerated(NumberingScheme scheme, int count, string expected) =>
        Assert.Equal(expected, string.Join(' ', scheme.Names(count)));
}
