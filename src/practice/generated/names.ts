import type { Random } from './random.ts'

/*
 * Names that belong to nobody in particular, spelt as schools meet them: with accents, hyphens and apostrophes.
 */

const GIVEN = `
  Aadam Aaliyah Abel Abigail Ada Adaeze Adnan Aiden Aisling Akira Alana Albie Alejandro Alfie Alina Alma Amara Amelie
  Amina Amir Amos Anastasia André Aneira Angus Anika Anouk Ansel Anwar Aoife Archie Ariana Arjun Arlo Arwen Asher Astrid
  Atticus Aubrey Aurelia Austin Ava Avi Ayaan Ayesha Azra Bailey Barnaby Bastian Bea Beatrix Beau Beca Bella Benedict
  Benji Bertie Bethan Bianca Billie Blake Blessing Bodhi Bonnie Boris Bram Brandon Bríd Bridget Bronwen Bruno Bryony
  Cadi Caleb Callum Calypso Cameron Carys Caspian Cecily Celeste Cerys Chae Chantelle Charlie Chidi Chiara Chloë Ciara
  Clara Clementine Clive Clover Cody Conor Cora Corey Cosmo Cressida Cyrus Daisy Damian Dana Danilo Daphne Dara Darcey
  Darius Deborah Declan Delilah Demi Denzel Desmond Dev Diego Dilan Dimitri Diya Dmitri Dominic Donovan Dora Dorian
  Duncan Dylan Ebony Edie Edmund Efe Eilidh Elara Eleanor Elena Elias Élise Eliza Ella-Mae Ellis Eloise Elowen Elsie
  Emeka Emilia Emrys Enid Enzo Erin Esme Esther Ethan Eva-Rose Evangeline Evie Ezra Fabian Faith Farah Fatima Felicity
  Felix Fenella Fergus Fern Ffion Finlay Fiona Flora Florence Flynn Fran Francesca Frankie Fraser Freya Gabriel Gareth
  Garfield Gemma Genevieve George Georgia Gethin Gideon Gilbert Gino Giulia Glen Glenys Gracie Graham Greta Griff Gus
  Gwen Habib Hadley Halima Hamish Hanif Harley Harmony Harriet Hattie Hazel Heath Heidi Helena Henrik Hetty Hilary
  Holly Honor Howell Hugo Humza Iain Ibrahim Ida Idris Ife Ignatius Ike Ilse Imani Imogen Indie Indra Inga Ioan Ira
  Iris Isaac Ishaan Isidore Isobel Ivan Ivo Ivy Jabari Jackson Jacoby Jade Jago Jamal Janek Jasmine Jasper Javier Jed
  Jemima Jerome Jesse Joaquín Jocelyn Joel Johanna Jonah Jorge Josie Jude Juno Kacey Kai Kalila Kamran Karim Kasia
  Katarina Kayode Keanu Keira Kelechi Kenji Kerensa Khadija Kiara Kieran Kit Kitty Kobe Krishna Kwame Kyra Lachlan
  Lana Laszlo Layla Leah Leander Leif Lena Lenny Leona Leroy Lewis Liam Libby Lidia Lila-Grace Linus Lionel Livia
  Logan Lois Lorcan Lorelei Lottie Luca Lucinda Ludo Luna Lydia Lyra Mabel Maddox Maeve Magnus Mahmoud Maisie Malachi
  Malik Manon Mara Marcel Margot Mariam Marlowe Martha Mary-Kate Mason Mateusz Matilda Maya Megan Mei Melody Mercy
  Micah Mikołaj Mila Milo Miriam Mohsin Molly Morgan Moses Murphy Myla Nadia Naomi Natalia Nathaniel Ned Nell Nesta
  Niall Niamh Nico Nikita Nina Noa Noël Noor Nora Norman Nova Nyah Oakley Obi Ocean Octavia Odette Ola Olive Oliver
  Olwen Omar Oona Opal Ophelia Orla Orson Oscar Osian Otis Otto Owen Padma Paloma Pascal Patience Paula Pearl Penelope
  Percy Perrin Petra Phoebe Phoenix Pia Pierce Pippa Polly Portia Preston Priya Quentin Quincy Quinn Rafe Rahul Raina
  Ramón Raphael Raya Rebekah Reece Reggie Reina Remi René Reuben Rex Rhiannon Rhys Ria Robin Rocco Rohan Roisin Roman
  Romilly Ronan Rory Rosalind Rowan Roxanne Rufus Rumi Rupert Ruth Sabrina Sadie Saffron Salma Samira Sanjay Saoirse
  Sasha Saul Savannah Seán Sebastian Selina Serena Seth Shanice Shay Shreya Sienna Silas Simone Síofra Skye Sofia
  Solomon Sonny Soraya Spencer Stefan Stella Sullivan Sunniva Suki Suri Sylvie Tabitha Taio Talia Tamsin Tariq Tatum
  Taylor Teddy Tegan Tejas Temi Tess Thaddeus Thea Tiana Tilly Tobias Tomasz Torin Toya Travis Tristan Tyrone Uma
  Umair Una Unity Uri Ursula Valentina Vasil Vera Verity Vesper Vikram Viola Violet Vivienne Wallace Wanda Warren Wesley
  Wilbur Wilf Winifred Winston Wyatt Xander Xanthe Xavier Xenia Ximena Yara Yasin Yasmin Yolanda Yuki Yusuf Yvette
  Zach Zadie Zain Zainab Zelda Zeno Zephyr Zeynep Zhara Ziggy Zoë Zofia Zola Zuri
`

const FAMILY = `
  Abara Abbott Ackroyd Adebayo Adkins Afolabi Agarwal Ainsworth Akhtar Alabi Alderton Allardyce Almeida Ambrose Amoah
  Anstey Appleby Archer Armitage Arkwright Ashdown Atherton Aydin Aziz Babatunde Badger Bagshaw Bains Balogun Bancroft
  Barlow Barraclough Batty Beaumont Beckett Bellamy Benítez Berrisford Bhatt Bickerstaff Birch Blackwood Blythe Boateng
  Bolton Bosworth Bracewell Bradshaw Bramley Braithwaite Brockbank Bukowski Burnley Butterworth Byrne Cadwallader
  Calloway Calvert Capstick Cardoso Cartwright Castellano Cawthorne Chadwick Chaudhry Cheung Chisholm Choudhury Clegg
  Clitheroe Cobham Cockcroft Coleman Connaughton Cooke Copeland Cordero Cottingham Coulthard Crabtree Cragg Crompton
  Crossley Cuthbert D'Arcy D'Souza Dacosta Dalgleish Danso Darlington Darwish Davenport Dearden Delgado Denholm Devlin
  Dhillon Dimitrov Dobson Donnelly Dosanjh Drabble Drummond Dubois Duckworth Dunstan Duxbury Earnshaw Eastwood Eccles
  Edusei Ekwueme El-Amin Elphick Elsworth Emery Endicott Entwistle Erskine Etheridge Evershed Eyre Fairfax Falconer
  Farouk Farrow Faulkner Fazakerley Fenwick Ferreira Fielding Filipek Fishwick Fitzroy Fletcher Fofanah Forsyth
  Fothergill Foxcroft Frobisher Furness Gacek Gaitskell Galbraith Garside Gascoigne Gathercole Gerrard Ghosh Gilchrist
  Gladwin Glossop Goddard Gomes Goodwin Gorecki Gough Granger Greenhalgh Grimshaw Grindrod Gunawardena Gupta Guthrie
  Hackett Haddad Haigh Halliwell Hammond Hannigan Hardcastle Hargreaves Hartley Haslam Hawksworth Haworth Heaton
  Hebblethwaite Heywood Higginbotham Hindle Hobday Holroyd Hopwood Horrocks Houghton Hussain Huxley Ibekwe Ibrahimović
  Iddon Ikeda Illingworth Imrie Ingham Iqbal Ireland Irwin Islam Isherwood Ivory Izzard Jabłoński Jackman Jagger
  Jakeman Janssen Jarvis Jeffers Jellicoe Jessop Jha Jiménez Johal Jolley Joyce Juarez Judd Kaczmarek Kaminski Kapoor
  Karlsson Kaur Kavanagh Kearsley Keating Kellett Kendrick Kershaw Keswick Kilbride Kinsella Kirkbride Knaggs Knowles
  Kováč Kumar Kwarteng Lacey Laidlaw Lamptey Langstaff Larkin Latham Laverick Lawal Leadbetter Leigh-Ross Lethbridge
  Leyland Lindqvist Linthwaite Lockwood Lofthouse Longbottom Lorimer Lowther Lumley Lythgoe Macaulay MacBride
  Mahmood Mallory Mandeville Marchetti Marsden Mather Maudsley McAllister McGrath McKenna Meadows Medina Mellor
  Merriweather Metcalfe Middleton Mirza Mistry Molyneux Montague Moorcroft Mountford Mukherjee Murgatroyd Musgrave
  N'Diaye Nadeem Naidoo Nakamura Nasser Naylor Nesbitt Nettleton Newbold Nguyen Nightingale Njoroge Noakes Northcott
  Nowicki Nuttall Nwosu O'Brien O'Callaghan O'Dowd O'Hare O'Rourke Oakeshott Obi Ockenden Oduya Ogden Okeke Oldroyd
  Olufemi Onslow Orchard Ormerod Osborne Ostrowski Oyelaran Padgett Pakenham Palmer Papadakis Pargeter Patel Peascod
  Pemberton Pendlebury Percival Petrov Phiri Pickersgill Pilkington Platt Plumpton Poskitt Pountney Prendergast
  Priestley Pritchard Pugh Quarmby Quayle Quigley Quinlan Qureshi Rackham Radcliffe Rahman Ramsbottom Rashid Rawcliffe
  Redfern Renshaw Reyes Ridgway Rigby Rimmer Robson Rochester Rodríguez Rosenthal Rothwell Roughley Rushworth Rutkowski
  Saddington Saeed Salter Sandhu Santos Saville Scargill Schofield Scholes Sedgwick Selkirk Shackleton Sharma Shaughnessy
  Shuttleworth Siddiqui Silcock Singleton Skelton Slater Smethurst Sokolov Sowerby Spofforth Squires Stansfield Starkie
  Stirling Stubbs Sugden Sutcliffe Swinburne Szymański Tait Takahashi Tattersall Teasdale Tempest Tetteh Thackeray
  Thistlethwaite Thorburn Threlfall Tiwari Tolland Topping Trelawny Trott Tunnicliffe Turnbull Tyldesley Uddin Ukpong
  Ullah Underhill Unsworth Upton Urquhart Usher Uttley Vance Varley Vasquez Venables Verma Vickers Villiers Vincent
  Vohra Vyner Waddington Wainwright Walmsley Warburton Waterhouse Weatherill Wedderburn Welbeck Westall Whalley
  Whitehead Widdop Wilberforce Winterbottom Wolstenholme Woodhouse Worsley Wrigley Wycherley Xiao Xuereb Yakubu Yates
  Yeadon Yelland Yilmaz Yorke Younis Yusufzai Zaman Zapata Zieliński Zubair
`

export const GIVEN_NAMES = listed(GIVEN)
export const FAMILY_NAMES = listed(FAMILY)

/** One in twenty has two family names. */
const DOUBLE = 1 / 20

/** How often another name is tried when one is close to a name already given out. */
const TRIES = 60

export type Name = { knownAs: string; familyName: string }

/**
 * Gives out names of which few are near to one another (record/near-names.ts): in a list of thousands, every second child
 * would else have somebody to be taken for.
 */
export function createNames(random: Random): () => Name {
  const taken = new Set<string>()
  const draw = (): Name => {
    const knownAs = random.pick(GIVEN_NAMES)
    const familyName = random.chance(DOUBLE) ? random.some(FAMILY_NAMES, 2).join('-') : random.pick(FAMILY_NAMES)
    return { knownAs, familyName }
  }
  return () => {
    let drawn = draw()
    for (let tried = 1; tried < TRIES && likeness(drawn).some((one) => taken.has(one)); tried++) drawn = draw()
    for (const one of likeness(drawn)) taken.add(one)
    return drawn
  }
}

/** "Sam C." and "S. Carter": two children who share either are easily confused. */
function likeness({ knownAs, familyName }: Name): string[] {
  return [`${knownAs} ${familyName[0]}.`, `${knownAs[0]}. ${familyName}`]
}

function listed(names: string): string[] {
  return names.trim().split(/\s+/)
}
