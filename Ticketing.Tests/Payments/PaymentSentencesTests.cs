using System.Xml.Linq;
using Ticketing.App.Payments;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>What is said by the provider's code is looked up by its English text, which no search for keys finds.</summary>
public sealed class PaymentSentencesTests
{
    [Fact]
    public void Sentences_AllHaveGerman()
    {
        var german = XDocument.Load(Path.Combine(AppProcess.Repository, "Ticketing.App/Payments/Texts.de.resx")).Root!
            .Elements("data").Select(data => (string)data.Attribute("name")!);

        Assert.Empty(PaymentSentences.ByCode.Values.Except(german));
    }
}
