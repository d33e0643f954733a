/** Questions of common knowledge with the right option first: seven, as many as the rule draws from. */
export const FACTS = [
  { question: 'Which planet is nearest to the sun?', options: ['Mercury', 'Venus', 'Mars', 'Saturn'] },
  { question: 'How many sides has a hexagon?', options: ['6', '5', '7', '8'] },
  { question: 'Which of these is a mammal?', options: ['bat', 'trout', 'gecko', 'heron'] },
  {
    question: 'At how many degrees Celsius does water freeze at sea level?',
    options: ['0', '10', '32', '100'],
  },
  { question: 'Which river flows through Cairo?', options: ['Nile', 'Danube', 'Indus', 'Volga'] },
  {
    question: 'Which gas do green plants take in by day to grow?',
    options: ['carbon dioxide', 'helium', 'neon', 'methane'],
  },
  { question: 'How many strings has a common violin?', options: ['4', '3', '6', '12'] },
];
