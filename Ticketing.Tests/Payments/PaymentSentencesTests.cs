using System.Xml.Linq;
using Ticketing.App.Payments;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>Texts by the provider's code use computed keys, which the search for literal keys does not find.</summary>
public sealed class PaymentSentencesTests
{
    [Fact]
    public void Sentences_OfEachCode_HaveGerman()
    {
        var german = XDocument.Load(Path.Combine(AppProcess.Repository, "Ticketing.App/Payments/Texts.de.resx")).Root!
            .Elements("data").Select(data => (string)data.Attribute("name")!);

        Assert.Empty(PaymentSentences.ByCode.Values.Except(german));
    }
}
